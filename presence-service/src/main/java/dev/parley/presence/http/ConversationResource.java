package dev.parley.presence.http;

import dev.parley.contracts.presence.PresenceStatus;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.view.MemberView;
import dev.parley.presence.conversation.Conversations;
import dev.parley.presence.view.Viewing;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Texts;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who of a conversation is here: for its members, and for services. */
@Path(PresenceResource.PATH + "/conversations/{conversationId}")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Presence")
public class ConversationResource {

  /**
   * Who is here of some members.
   *
   * @param after the member where the next page begins; null when this is the last one
   */
  record Page(String conversationId, List<PresenceView> users, String after) {}

  private final Conversations conversations;
  private final Viewing viewing;
  private final Caller caller;

  @Inject
  ConversationResource(Conversations conversations, Viewing viewing, Caller caller) {
    this.conversations = conversations;
    this.viewing = viewing;
    this.caller = caller;
  }

  @GET
  @Operation(
      summary = "List who of a conversation is not offline, by user id",
      description =
          "A page looks at up to 200 members (limit), so it may be empty; while there is after,"
              + " there are more.")
  @APIResponseSchema(Page.class)
  public Uni<Page> listConversation(
      @PathParam("conversationId") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit) {
    Integer asked = Texts.smallNumber("limit", limit);
    ListMembers query = new ListMembers(id, after, asked == null ? Query.MAX_LIMIT : asked);
    String user = caller.isService() ? Conversations.NOBODY : caller.user();
    return conversations
        .members(query.check(), user)
        .chain(members -> viewing.faces(ids(members)).map(faces -> page(members, faces)));
  }

  private static List<String> ids(MemberPage members) {
    return members.members().stream().map(MemberView::userId).toList();
  }

  private static Page page(MemberPage members, List<PresenceView> faces) {
    List<PresenceView> here =
        faces.stream().filter(face -> !face.status().equals(PresenceStatus.OFFLINE)).toList();
    List<String> ids = ids(members);
    String after = members.more() ? ids.get(ids.size() - 1) : null;
    return new Page(members.conversationId(), here, after);
  }
}
