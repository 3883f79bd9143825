package dev.parley.cache.read;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.http.Bodies;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelStore;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Answer;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Texts;
import dev.parley.service.query.Answers;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The conversations of whoever {@linkplain Caller acts}, from read models. */
@Path(ChatResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Chats")
public class ChatResource {

  static final String PATH = "/api/v1/chats";

  /** Models of users and conversations that may be named at once. */
  static final int MAX_REBUILT = 1000;

  /** Bytes of a body: room for a thousand ids. */
  private static final int MAX_BYTES = 256 * 1024;

  private static final StrictJson<Sync> SYNC = StrictJson.of(Sync.class);
  private static final StrictJson<Rebuild> REBUILD = StrictJson.of(Rebuild.class);

  /** Whose lists, and which conversations, are to be loaded anew. */
  record Rebuild(List<String> userIds, List<String> conversationIds) {}

  /** How many models were dropped. */
  record Rebuilt(int models) {}

  private final Answers answers;
  private final ModelStore models;
  private final Caller caller;
  private final Duration timeout;

  @Inject
  ChatResource(Answers answers, ModelStore models, Caller caller, CacheServiceSettings settings) {
    this.answers = answers;
    this.models = models;
    this.caller = caller;
    this.timeout = settings.requests().timeout();
  }

  @GET
  @Operation(
      summary = "List the user's conversations: pinned ones, then those with the latest message",
      description =
          "With the last message and what is unread. cursor is that of the page before; limit is"
              + " 1 to 200.")
  @APIResponseSchema(ConversationPage.class)
  public Uni<byte[]> listChats(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit,
      @QueryParam("archived") @Schema(type = SchemaType.BOOLEAN) String archived) {
    return ask(
        new ListConversations(
            cursor, Texts.smallNumber("limit", limit), Texts.flag("archived", archived)));
  }

  @GET
  @Path("/unread")
  @Operation(
      summary = "Count what is unread, for a badge",
      description = "What is muted counts apart, what is archived does not count.")
  @APIResponseSchema(UnreadCount.class)
  public Uni<byte[]> countUnread() {
    return ask(new CountUnread());
  }

  @POST
  @Path("/sync")
  @Operation(
      summary = "Get what was missed since positions",
      description =
          "Up to 1000 conversations with the last seq that the caller has; what the answer names in"
              + " more has more to come.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Sync.class),
              examples =
                  @ExampleObject(
                      name = "two",
                      value = "{\"positions\":{\"c1\":17,\"c2\":0},\"limit\":100}")))
  @APIResponseSchema(value = SyncPage.class, responseCode = "200")
  public Uni<byte[]> syncChats(byte[] body) {
    return ask(Bodies.read(SYNC, body, MAX_BYTES));
  }

  @POST
  @Path("/rebuild")
  @RolesAllowed(Caller.SERVICE)
  @Operation(
      summary = "Have read models loaded anew: for services",
      description = "Up to 1000 users and conversations together; the next reader loads them.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Rebuild.class),
              examples =
                  @ExampleObject(
                      name = "both",
                      value = "{\"userIds\":[\"bob\"],\"conversationIds\":[\"c1\"]}")))
  @APIResponseSchema(value = Rebuilt.class, responseCode = "200")
  public Uni<Rebuilt> rebuildChats(byte[] body) {
    List<ModelKey> keys = keys(Bodies.read(REBUILD, body, MAX_BYTES));
    return models.drop(keys).replaceWith(new Rebuilt(keys.size()));
  }

  private static List<ModelKey> keys(Rebuild rebuild) {
    List<String> users = rebuild.userIds() == null ? List.of() : rebuild.userIds();
    List<String> ids = rebuild.conversationIds() == null ? List.of() : rebuild.conversationIds();
    int named = users.size() + ids.size();
    if (named == 0 || named > MAX_REBUILT) {
      throw new InvalidFieldException(
          "userIds", "and conversationIds must have 1 to " + MAX_REBUILT + " entries together");
    }
    List<ModelKey> keys = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      Check.userId("userIds[" + i + "]", users.get(i));
      keys.add(new ModelKey.List(users.get(i)));
    }
    for (int i = 0; i < ids.size(); i++) {
      Check.id("conversationIds[" + i + "]", ids.get(i));
      keys.add(new ModelKey.Conversation(ids.get(i)));
      keys.add(new ModelKey.Recent(ids.get(i)));
    }
    return keys;
  }

  private Uni<byte[]> ask(Query query) {
    return Answer.ok(answers.ask(query, caller.user(), timeout));
  }
}
