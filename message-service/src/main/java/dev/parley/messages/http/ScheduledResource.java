package dev.parley.messages.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ScheduleMessage;
import dev.parley.contracts.command.UnscheduleMessage;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.query.ListScheduled;
import dev.parley.contracts.reply.MessageScheduled;
import dev.parley.contracts.reply.MessageUnscheduled;
import dev.parley.contracts.reply.ScheduledMessages;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The messages that the user has scheduled in a conversation. */
@Path(ConversationResource.PATH + "/{conversationId}/scheduled")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Scheduled messages")
public class ScheduledResource {

  /** A message to be sent later; {@link ScheduleMessage} without its conversation. */
  record NewScheduled(
      String clientMessageId,
      Content content,
      Long replyToSeq,
      List<String> mentions,
      @Schema(format = "date-time") String sendAt) {}

  private final Door door;
  private final Caller caller;

  @Inject
  ScheduledResource(Door door, Caller caller) {
    this.door = door;
    this.caller = caller;
  }

  @POST
  @Operation(
      summary = "Schedule a message",
      description = "With the same Idempotency-Key (or clientMessageId) it is scheduled once.")
  @RequestBody(
      required = true,
      content =
          @org.eclipse.microprofile.openapi.annotations.media.Content(
              schema = @Schema(implementation = NewScheduled.class),
              examples =
                  @ExampleObject(
                      name = "text",
                      value =
                          "{\"content\":{\"type\":\"text\",\"text\":\"Happy new year\"},"
                              + "\"sendAt\":\"2027-01-01T00:00:00Z\"}")))
  @APIResponseSchema(value = MessageScheduled.class, responseCode = "201")
  public Uni<RestResponse<byte[]>> scheduleMessage(
      @PathParam("conversationId") String id,
      @HeaderParam("Idempotency-Key") String header,
      byte[] body) {
    NewScheduled message = door.read(NewScheduled.class, body);
    String key = Texts.idempotencyKey(header, "clientMessageId", message.clientMessageId());
    ScheduleMessage schedule =
        new ScheduleMessage(
            id,
            key == null ? Ids.random() : key,
            message.content(),
            message.replyToSeq(),
            message.mentions(),
            message.sendAt());
    return Answer.created(
        door.carryOut(CommandType.SCHEDULE_MESSAGE, schedule, caller), ScheduledResource::location);
  }

  @GET
  @Operation(summary = "List the messages that the user has scheduled, the soonest first")
  @APIResponseSchema(ScheduledMessages.class)
  public Uni<byte[]> listScheduled(@PathParam("conversationId") String id) {
    return Answer.ok(door.ask(new ListScheduled(id), caller));
  }

  @DELETE
  @Path("/{clientMessageId}")
  @Operation(summary = "Do not send a scheduled message")
  @APIResponseSchema(value = MessageUnscheduled.class, responseCode = "200")
  public Uni<byte[]> unscheduleMessage(
      @PathParam("conversationId") String id, @PathParam("clientMessageId") String key) {
    return Answer.ok(
        door.carryOut(CommandType.UNSCHEDULE_MESSAGE, new UnscheduleMessage(id, key), caller));
  }

  private static URI location(JsonNode reply) {
    return URI.create(
        ConversationResource.PATH + "/" + reply.path("conversationId").asText() + "/scheduled");
  }
}
