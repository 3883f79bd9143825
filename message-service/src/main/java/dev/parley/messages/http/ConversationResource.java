package dev.parley.messages.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.DeliveredMessages;
import dev.parley.contracts.command.JoinConversation;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.contracts.command.PinConversation;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.Typing;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.service.http.Answer;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Texts;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Conversations, as whoever {@linkplain Caller acts} has them. */
@Path(ConversationResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Conversations")
public class ConversationResource {

  static final String PATH = "/api/v1/conversations";

  /** What a conversation shows of itself; what is absent stays. */
  record Patch(
      String title, String avatarUrl, Map<String, Object> metadata, Integer retentionDays) {}

  /** Up to which message. */
  record UpTo(Long seq) {}

  private final Door door;
  private final Caller caller;

  @Inject
  ConversationResource(Door door, Caller caller) {
    this.door = door;
    this.caller = caller;
  }

  @POST
  @Operation(
      summary = "Open a conversation",
      description =
          "The direct conversation of a pair is the same whoever opens it, however often. A group or"
              + " channel is the same for the same Idempotency-Key.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = CreateConversation.class),
              examples =
                  @ExampleObject(
                      name = "group",
                      value =
                          "{\"type\":\"group\",\"memberIds\":[\"bob\"],\"title\":\"Release\"}")))
  @APIResponseSchema(value = ConversationCreated.class, responseCode = "201")
  @APIResponse(
      responseCode = "200",
      description = "It was there before",
      content = @Content(schema = @Schema(implementation = ConversationCreated.class)))
  public Uni<RestResponse<byte[]>> createConversation(
      @HeaderParam("Idempotency-Key") String key, byte[] body) {
    CreateConversation create = door.read(CreateConversation.class, body);
    return Answer.created(
        door.open(create.ofPair() ? create : create.under(key(key, create)), caller),
        ConversationResource::location);
  }

  @GET
  @Operation(
      summary =
          "List the user's conversations: pinned ones first, then the one with the latest message")
  @APIResponseSchema(ConversationPage.class)
  public Uni<byte[]> listConversations(
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit,
      @QueryParam("archived") @Schema(type = SchemaType.BOOLEAN) String archived) {
    return Answer.ok(
        door.ask(
            new ListConversations(
                cursor, Texts.smallNumber("limit", limit), Texts.flag("archived", archived)),
            caller));
  }

  @GET
  @Path("/unread")
  @Operation(summary = "Count what the user has not read, for a badge")
  @APIResponseSchema(UnreadCount.class)
  public Uni<byte[]> countUnread() {
    return Answer.ok(door.ask(new CountUnread(), caller));
  }

  @GET
  @Path("/search")
  @Operation(summary = "Search messages in the user's conversations, the latest first")
  @APIResponseSchema(SearchPage.class)
  public Uni<byte[]> searchMessages(
      @QueryParam("text") String text,
      @QueryParam("conversationId") String conversationId,
      @QueryParam("cursor") String cursor,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit) {
    return Answer.ok(
        door.ask(
            new Search(text, conversationId, cursor, Texts.smallNumber("limit", limit)), caller));
  }

  @POST
  @Path("/sync")
  @Operation(summary = "Get what the user has missed, given the last seq of each conversation")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Sync.class),
              examples = @ExampleObject(name = "sync", value = "{\"positions\":{},\"limit\":100}")))
  @APIResponseSchema(value = SyncPage.class, responseCode = "200")
  public Uni<byte[]> sync(byte[] body) {
    return Answer.ok(door.ask(door.read(Sync.class, body), caller));
  }

  @GET
  @Path("/{conversationId}")
  @Operation(summary = "Get a conversation")
  @APIResponseSchema(MyConversation.class)
  public Uni<byte[]> getConversation(@PathParam("conversationId") String id) {
    return Answer.ok(door.ask(new GetConversation(id), caller));
  }

  @PATCH
  @Path("/{conversationId}")
  @Operation(
      summary =
          "Change title, picture, metadata or how many days messages are kept; what is absent stays")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Patch.class),
              examples = @ExampleObject(name = "title", value = "{\"title\":\"Release 2\"}")))
  @APIResponseSchema(ConversationChanged.class)
  public Uni<byte[]> updateConversation(@PathParam("conversationId") String id, byte[] body) {
    Patch patch = door.read(Patch.class, body);
    return Answer.ok(
        door.carryOut(
            CommandType.UPDATE_CONVERSATION,
            new UpdateConversation(
                id, patch.title(), patch.avatarUrl(), patch.metadata(), patch.retentionDays()),
            caller));
  }

  @DELETE
  @Path("/{conversationId}")
  @Operation(summary = "Delete a conversation for everybody")
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> deleteConversation(@PathParam("conversationId") String id) {
    return Answer.ok(
        door.carryOut(CommandType.DELETE_CONVERSATION, new DeleteConversation(id), caller));
  }

  @POST
  @Path("/{conversationId}/join")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Join a channel")
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> joinConversation(@PathParam("conversationId") String id) {
    return Answer.ok(
        door.carryOut(CommandType.JOIN_CONVERSATION, new JoinConversation(id), caller));
  }

  @POST
  @Path("/{conversationId}/leave")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Leave a group or channel")
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> leaveConversation(@PathParam("conversationId") String id) {
    return Answer.ok(
        door.carryOut(CommandType.LEAVE_CONVERSATION, new LeaveConversation(id), caller));
  }

  @PUT
  @Path("/{conversationId}/mute")
  @Operation(summary = "Want no notifications from a conversation")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> muteConversation(@PathParam("conversationId") String id) {
    return mute(id, true);
  }

  @DELETE
  @Path("/{conversationId}/mute")
  @Operation(summary = "Want notifications from a conversation again")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> unmuteConversation(@PathParam("conversationId") String id) {
    return mute(id, false);
  }

  @PUT
  @Path("/{conversationId}/pin")
  @Operation(summary = "Put a conversation before the others in the user's list")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> pinConversation(@PathParam("conversationId") String id) {
    return pin(id, true);
  }

  @DELETE
  @Path("/{conversationId}/pin")
  @Operation(summary = "Put a conversation back among the others in the user's list")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> unpinConversation(@PathParam("conversationId") String id) {
    return pin(id, false);
  }

  @PUT
  @Path("/{conversationId}/archive")
  @Operation(summary = "Take a conversation out of the user's list until the next message")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> archiveConversation(@PathParam("conversationId") String id) {
    return archive(id, true);
  }

  @DELETE
  @Path("/{conversationId}/archive")
  @Operation(summary = "Put a conversation back into the user's list")
  @APIResponseSchema(value = MembershipChanged.class, responseCode = "200")
  public Uni<byte[]> unarchiveConversation(@PathParam("conversationId") String id) {
    return archive(id, false);
  }

  @PUT
  @Path("/{conversationId}/read")
  @Operation(summary = "Have read everything up to a message; never goes back")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = UpTo.class),
              examples = @ExampleObject(name = "first", value = "{\"seq\":1}")))
  @APIResponseSchema(value = PositionReached.class, responseCode = "200")
  public Uni<byte[]> readMessages(@PathParam("conversationId") String id, byte[] body) {
    ReadMessages read = new ReadMessages(id, door.read(UpTo.class, body).seq());
    return Answer.ok(door.carryOut(CommandType.READ_MESSAGES, read, caller));
  }

  @PUT
  @Path("/{conversationId}/delivered")
  @Operation(summary = "Have got everything up to a message; never goes back")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = UpTo.class),
              examples = @ExampleObject(name = "first", value = "{\"seq\":1}")))
  @APIResponseSchema(value = PositionReached.class, responseCode = "200")
  public Uni<byte[]> deliveredMessages(@PathParam("conversationId") String id, byte[] body) {
    DeliveredMessages delivered = new DeliveredMessages(id, door.read(UpTo.class, body).seq());
    return Answer.ok(door.carryOut(CommandType.DELIVERED_MESSAGES, delivered, caller));
  }

  @PUT
  @Path("/{conversationId}/typing")
  @Operation(summary = "Tell the others that the user is writing: valid for 5 seconds")
  @APIResponse(responseCode = "204", description = "Passed on")
  public Uni<Void> startTyping(@PathParam("conversationId") String id) {
    return door.passOn(CommandType.START_TYPING, new Typing(id), caller);
  }

  @DELETE
  @Path("/{conversationId}/typing")
  @Operation(summary = "Tell the others that the user is no longer writing")
  @APIResponse(responseCode = "204", description = "Passed on")
  public Uni<Void> stopTyping(@PathParam("conversationId") String id) {
    return door.passOn(CommandType.STOP_TYPING, new Typing(id), caller);
  }

  private Uni<byte[]> mute(String id, boolean muted) {
    return Answer.ok(
        door.carryOut(CommandType.MUTE_CONVERSATION, new MuteConversation(id, muted), caller));
  }

  private Uni<byte[]> pin(String id, boolean pinned) {
    return Answer.ok(
        door.carryOut(CommandType.PIN_CONVERSATION, new PinConversation(id, pinned), caller));
  }

  private Uni<byte[]> archive(String id, boolean archived) {
    return Answer.ok(
        door.carryOut(
            CommandType.ARCHIVE_CONVERSATION, new ArchiveConversation(id, archived), caller));
  }

  private static String key(String header, CreateConversation create) {
    return Texts.idempotencyKey(header, "clientConversationId", create.clientConversationId());
  }

  private static URI location(JsonNode reply) {
    return reply.path("created").asBoolean()
        ? URI.create(PATH + "/" + reply.path("conversationId").asText())
        : null;
  }
}
