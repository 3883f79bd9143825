package dev.parley.presence.http;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.presence.DeviceView;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.json.StrictJson;
import dev.parley.presence.state.Presences;
import dev.parley.presence.view.Viewing;
import dev.parley.service.http.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who is here, as whoever {@linkplain Caller acts} may see it. */
@Path(PresenceResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Presence")
public class PresenceResource {

  static final String PATH = "/api/v1/presence";

  private static final byte[] NO_BODY = {'{', '}'};
  private static final StrictJson<PresenceQuery> QUERY = StrictJson.of(PresenceQuery.class);

  /** A user's connections. */
  record Devices(List<DeviceView> devices) {}

  private final Viewing viewing;
  private final Caller caller;

  @Inject
  PresenceResource(Viewing viewing, Caller caller) {
    this.viewing = viewing;
    this.caller = caller;
  }

  @GET
  @Path("/{userId}")
  @Operation(
      summary = "Get the presence of a user",
      description = "The user itself is told the truth; others see who is invisible as offline.")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = PresenceView.class),
              examples =
                  @ExampleObject(
                      name = "away",
                      value =
                          "{\"userId\":\"bob\",\"status\":\"dnd\",\"text\":\"in a meeting\","
                              + "\"expiresAt\":\"2026-11-22T10:00:00Z\","
                              + "\"revision\":1795312800123}")))
  public Uni<PresenceView> getPresence(@PathParam("userId") String userId) {
    Check.userId("userId", userId);
    return viewing.one(Viewers.of(caller), userId);
  }

  @POST
  @Path("/query")
  @Operation(
      summary = "Get the presence of up to 1000 users",
      description = "Whom the caller may not watch is in refused.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = PresenceQuery.class),
              examples = @ExampleObject(name = "two", value = "{\"userIds\":[\"bob\",\"cleo\"]}")))
  @APIResponseSchema(value = PresenceList.class, responseCode = "200")
  public Uni<PresenceList> queryPresence(byte[] body) {
    PresenceQuery query = QUERY.read(body == null || body.length == 0 ? NO_BODY : body).check();
    return viewing.list(Viewers.of(caller), query.userIds());
  }

  @GET
  @Path("/{userId}/devices")
  @Operation(summary = "List the connections of a user: for the user itself, and for services")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = Devices.class),
              examples =
                  @ExampleObject(
                      name = "one",
                      value =
                          "{\"devices\":[{\"deviceId\":\"phone\",\"sessionId\":\"W8No2w0e86dCkK2P\","
                              + "\"nodeId\":\"gateway-1\",\"connectedAt\":\"2026-11-22T09:00:00Z\","
                              + "\"active\":true}]}")))
  public Uni<Devices> listDevices(@PathParam("userId") String userId) {
    Check.userId("userId", userId);
    Viewers.onlySelf(caller, userId);
    return viewing.presence(userId).map(DeviceViews::of).map(Devices::new);
  }

  @GET
  @Path("/online")
  @RolesAllowed(Caller.SERVICE)
  @Operation(
      summary = "Count who is connected, in all and by gateway: for services",
      description = "Who has connections at two gateways counts at both, and once in all.")
  @APIResponseSchema(Presences.Online.class)
  public Uni<Presences.Online> countOnline() {
    return viewing.online();
  }
}
