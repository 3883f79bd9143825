package dev.parley.presence.http;

import dev.parley.contracts.presence.PresenceView;
import dev.parley.presence.events.EventStreams;
import dev.parley.presence.events.Told;
import dev.parley.service.http.Texts;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Presence as a stream of server-sent events. */
@Path(PresenceResource.PATH + "/events")
@Authenticated
@Tag(name = "Presence")
public class EventResource {

  static final String LAST_EVENT_ID = HttpHeaders.LAST_EVENT_ID_HEADER;

  private static final String EVENT = "user:status";
  private static final long MILLIS = 1000;

  private final EventStreams streams;
  private final JsonWebToken token;

  @Inject
  EventResource(EventStreams streams, JsonWebToken token) {
    this.streams = streams;
    this.token = token;
  }

  @GET
  @Followed.Checked
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Follow the presence of up to 1000 users as server-sent events",
      description =
          "Events user:status, whose data is a PresenceView and whose id is its revision: the"
              + " present ones first, then every change. With Last-Event-ID only what is newer, and"
              + " a little of what is not; of two of a user the one with the lower revision is old.")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = PresenceView.class)))
  public Multi<OutboundSseEvent> followPresence(
      @QueryParam(Followed.USER_IDS) String userIds,
      @HeaderParam(LAST_EVENT_ID) @Schema(type = SchemaType.INTEGER) String lastEventId,
      @Context Sse sse) {
    Set<String> users = Followed.users(userIds);
    Long after = Texts.number(LAST_EVENT_ID, lastEventId);
    long endsAt = token.getExpirationTime() * MILLIS;
    streams.checkRoom();
    return streams.open(users, after, endsAt).map(told -> event(told, sse));
  }

  private static OutboundSseEvent event(Told told, Sse sse) {
    OutboundSseEvent.Builder event = sse.newEventBuilder();
    return told.view() == null
        ? event.comment(told.comment()).build()
        : event
            .name(EVENT)
            .id(Long.toString(told.revision()))
            .data(String.class, told.view())
            .build();
  }
}
