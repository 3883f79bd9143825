package dev.parley.presence.http;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.json.StrictJson;
import dev.parley.presence.status.Choices;
import dev.parley.service.http.Answer;
import dev.parley.service.http.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a user wants to be: for the user itself, and for services. */
@Path(PresenceResource.PATH + "/{userId}/status")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Status")
public class StatusResource {

  private static final byte[] NO_BODY = {'{', '}'};
  private static final StrictJson<SetPresence> CHOICE = StrictJson.of(SetPresence.class);
  private static final SetPresence NOTHING = new SetPresence(null, null, null);

  private final Choices choices;
  private final Caller caller;

  @Inject
  StatusResource(Choices choices, Caller caller) {
    this.choices = choices;
    this.caller = caller;
  }

  @PUT
  @Operation(
      summary = "Choose a status, in place of what was chosen before",
      description =
          "status is online, away, dnd or invisible; text has at most 512 bytes; after"
              + " expiresInSeconds (30 days at most) nothing is chosen any more.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SetPresence.class),
              examples =
                  @ExampleObject(
                      name = "dnd",
                      value =
                          "{\"status\":\"dnd\",\"text\":\"in a meeting\",\"expiresInSeconds\":3600}")))
  @APIResponseSchema(value = PresenceView.class, responseCode = "200")
  public Uni<byte[]> setStatus(@PathParam("userId") String userId, byte[] body) {
    SetPresence choice = CHOICE.read(body == null || body.length == 0 ? NO_BODY : body);
    return set(userId, choice);
  }

  @DELETE
  @Operation(summary = "Choose nothing any more")
  @APIResponseSchema(value = PresenceView.class, responseCode = "200")
  public Uni<byte[]> clearStatus(@PathParam("userId") String userId) {
    return set(userId, NOTHING);
  }

  private Uni<byte[]> set(String userId, SetPresence choice) {
    Check.userId("userId", userId);
    Viewers.onlySelf(caller, userId);
    return Answer.ok(choices.set(userId, choice));
  }
}
