package dev.parley.messages.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.PinMessage;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.query.History;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.contracts.view.MessageView;
import dev.parley.service.RefusedException;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The messages of a conversation. */
@Path(ConversationResource.PATH + "/{conversationId}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Messages")
public class MessageResource {

  /** A message to be sent; {@link SendMessage} without its conversation. */
  record NewMessage(
      String clientMessageId, Content content, Long replyToSeq, List<String> mentions) {}

  /** What a message says from now on. */
  record NewContent(Content content, List<String> mentions) {}

  private final Door door;
  private final Caller caller;

  @Inject
  MessageResource(Door door, Caller caller) {
    this.door = door;
    this.caller = caller;
  }

  @POST
  @Operation(
      summary = "Send a message",
      description =
          "Sent again with the same Idempotency-Key (or clientMessageId) it is stored once, and"
              + " answered as the first time. Without one a retry is another message.")
  @RequestBody(
      required = true,
      content =
          @org.eclipse.microprofile.openapi.annotations.media.Content(
              schema = @Schema(implementation = NewMessage.class),
              examples =
                  @ExampleObject(
                      name = "text",
                      value = "{\"content\":{\"type\":\"text\",\"text\":\"Build 17 is green\"}}")))
  @APIResponseSchema(value = MessageAccepted.class, responseCode = "201")
  public Uni<RestResponse<byte[]>> sendMessage(
      @PathParam("conversationId") String id,
      @HeaderParam("Idempotency-Key") String header,
      byte[] body) {
    NewMessage message = door.read(NewMessage.class, body);
    String key = Texts.idempotencyKey(header, "clientMessageId", message.clientMessageId());
    SendMessage send =
        new SendMessage(
            id,
            key == null ? Ids.random() : key,
            message.content(),
            message.replyToSeq(),
            message.mentions());
    return Answer.created(
        door.carryOut(CommandType.SEND_MESSAGE, send, caller), MessageResource::location);
  }

  @GET
  @Operation(
      summary = "Get messages by their place, in order",
      description = "At most one of beforeSeq, afterSeq and aroundSeq; without one, the end.")
  @APIResponseSchema(HistoryPage.class)
  public Uni<byte[]> getHistory(
      @PathParam("conversationId") String id,
      @QueryParam("beforeSeq") @Schema(type = SchemaType.INTEGER) String before,
      @QueryParam("afterSeq") @Schema(type = SchemaType.INTEGER) String after,
      @QueryParam("aroundSeq") @Schema(type = SchemaType.INTEGER) String around,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit) {
    return Answer.ok(
        door.ask(
            new History(
                id,
                Texts.number("beforeSeq", before),
                Texts.number("afterSeq", after),
                Texts.number("aroundSeq", around),
                Texts.smallNumber("limit", limit)),
            caller));
  }

  @GET
  @Path("/{seq}")
  @Operation(summary = "Get one message")
  @APIResponseSchema(MessageView.class)
  public Uni<byte[]> getMessage(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq) {
    Long place = Texts.number("seq", seq);
    return door.ask(new History(id, null, null, place, 1), caller)
        .map(page -> one(Answer.tree(page).path("messages"), place));
  }

  @PATCH
  @Path("/{seq}")
  @Operation(summary = "Say something else in an own message")
  @RequestBody(
      required = true,
      content =
          @org.eclipse.microprofile.openapi.annotations.media.Content(
              schema = @Schema(implementation = NewContent.class),
              examples =
                  @ExampleObject(
                      name = "text",
                      value = "{\"content\":{\"type\":\"text\",\"text\":\"Build 18 is green\"}}")))
  @APIResponseSchema(MessageChanged.class)
  public Uni<byte[]> editMessage(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq,
      byte[] body) {
    NewContent now = door.read(NewContent.class, body);
    EditMessage edit = new EditMessage(messageId(id, seq), now.content(), now.mentions());
    return Answer.ok(door.carryOut(CommandType.EDIT_MESSAGE, edit, caller));
  }

  @DELETE
  @Path("/{seq}")
  @Operation(summary = "Delete a message; its place stays")
  @APIResponseSchema(value = MessageChanged.class, responseCode = "200")
  public Uni<byte[]> deleteMessage(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq) {
    DeleteMessage delete = new DeleteMessage(messageId(id, seq));
    return Answer.ok(door.carryOut(CommandType.DELETE_MESSAGE, delete, caller));
  }

  @PUT
  @Path("/{seq}/reactions/{emoji}")
  @Operation(summary = "React to a message")
  @APIResponseSchema(value = MessageChanged.class, responseCode = "200")
  public Uni<byte[]> addReaction(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq,
      @PathParam("emoji") String emoji) {
    return react(new ReactToMessage(messageId(id, seq), emoji, null));
  }

  @DELETE
  @Path("/{seq}/reactions/{emoji}")
  @Operation(summary = "Take a reaction back")
  @APIResponseSchema(value = MessageChanged.class, responseCode = "200")
  public Uni<byte[]> removeReaction(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq,
      @PathParam("emoji") String emoji) {
    return react(new ReactToMessage(messageId(id, seq), emoji, true));
  }

  @PUT
  @Path("/{seq}/pin")
  @Operation(summary = "Pin a message")
  @APIResponseSchema(value = MessageChanged.class, responseCode = "200")
  public Uni<byte[]> pinMessage(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq) {
    return pin(new PinMessage(messageId(id, seq), true));
  }

  @DELETE
  @Path("/{seq}/pin")
  @Operation(summary = "Take a message from the pinned ones")
  @APIResponseSchema(value = MessageChanged.class, responseCode = "200")
  public Uni<byte[]> unpinMessage(
      @PathParam("conversationId") String id,
      @PathParam("seq") @Schema(type = SchemaType.INTEGER) String seq) {
    return pin(new PinMessage(messageId(id, seq), false));
  }

  private Uni<byte[]> react(ReactToMessage react) {
    return Answer.ok(door.carryOut(CommandType.REACT_TO_MESSAGE, react, caller));
  }

  private Uni<byte[]> pin(PinMessage pin) {
    return Answer.ok(door.carryOut(CommandType.PIN_MESSAGE, pin, caller));
  }

  private static String messageId(String conversationId, String seq) {
    return MessageIds.of(conversationId, Texts.number("seq", seq));
  }

  private static byte[] one(JsonNode messages, long seq) {
    for (JsonNode message : messages) {
      if (message.path("seq").asLong() == seq) {
        return message.toString().getBytes(StandardCharsets.UTF_8);
      }
    }
    throw new RefusedException(ErrorCode.NOT_FOUND, "there is no message " + seq);
  }

  private static URI location(JsonNode reply) {
    return URI.create(
        ConversationResource.PATH
            + "/"
            + reply.path("conversationId").asText()
            + "/messages/"
            + reply.path("seq").asLong());
  }
}
