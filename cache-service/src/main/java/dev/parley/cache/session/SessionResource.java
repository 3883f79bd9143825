package dev.parley.cache.session;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.http.Bodies;
import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.json.StrictJson;
import dev.parley.service.RefusedException;
import dev.parley.service.http.Caller;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Sessions: made and looked up by services, listed and ended by their users, too. */
@Path(SessionResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Sessions")
public class SessionResource {

  static final String PATH = "/api/v1/sessions";

  /** What stands for the session of the caller's token. */
  private static final String CURRENT = "current";

  private static final String USER = "The user, for services that do not act for one";

  private static final StrictJson<SessionBodies.Create> CREATE =
      StrictJson.of(SessionBodies.Create.class);
  private static final StrictJson<SessionBodies.LookUp> LOOK_UP =
      StrictJson.of(SessionBodies.LookUp.class);

  private final Sessions sessions;
  private final Owner owner;
  private final SessionSettings settings;

  @Inject
  SessionResource(Sessions sessions, Owner owner, CacheServiceSettings settings) {
    this.sessions = sessions;
    this.owner = owner;
    this.settings = settings.sessions();
  }

  @POST
  @RolesAllowed(Caller.SERVICE)
  @Operation(
      summary = "Make a session: for services",
      description =
          "The secret is the client's, and told this once. When the user has too many sessions, the"
              + " one that was used least lately ends.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SessionBodies.Create.class),
              examples =
                  @ExampleObject(
                      name = "phone",
                      value =
                          "{\"userId\":\"ann\",\"device\":\"Ann's phone\",\"address\":\"192.0.2.7\","
                              + "\"data\":{\"scope\":\"chat\"},\"idleSeconds\":3600}")))
  @APIResponseSchema(value = SessionBodies.Created.class, responseCode = "201")
  public Uni<RestResponse<SessionBodies.Created>> createSession(byte[] body) {
    String secret = Secrets.random();
    NewSession wanted = Bodies.read(CREATE, body).check(secret, settings);
    return sessions
        .create(wanted)
        .map(
            made ->
                RestResponse.ResponseBuilder.<SessionBodies.Created>created(
                        URI.create(PATH + "/" + made.sessionId()))
                    .entity(
                        SessionBodies.Created.of(made, secret, settings.cookieName(), wanted.cap()))
                    .header("Cache-Control", "no-store")
                    .build());
  }

  @POST
  @Path("/lookup")
  @RolesAllowed(Caller.SERVICE)
  @Operation(
      summary = "Find a session by its secret: for services",
      description =
          "That is a use of the session, which lives on for its idle time from now, unless peek is"
              + " true. 404 when there is none, or it has ended.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SessionBodies.LookUp.class),
              examples =
                  @ExampleObject(
                      name = "use",
                      value =
                          "{\"secret\":\"wPqoN7ViM3qLkmF5qNd0hT1JxH0mYw1r9m8o2JdVb3k\","
                              + "\"address\":\"192.0.2.7\"}")))
  @APIResponseSchema(value = SessionBodies.View.class, responseCode = "200")
  public Uni<SessionBodies.View> lookUpSession(byte[] body) {
    SessionBodies.LookUp wanted = Bodies.read(LOOK_UP, body).check();
    String address = wanted.address() == null ? "" : wanted.address();
    return sessions
        .lookUp(wanted.secret(), !Boolean.TRUE.equals(wanted.peek()), address)
        .map(
            found ->
                found
                    .map(SessionBodies.View::of)
                    .orElseThrow(
                        () -> new RefusedException(ErrorCode.NOT_FOUND, "no such session")));
  }

  @GET
  @Operation(summary = "List the sessions of a user: for the user itself, and for services")
  @APIResponseSchema(value = SessionBodies.Listed.class, responseCode = "200")
  public Uni<SessionBodies.Listed> listSessions(
      @QueryParam("userId") @Parameter(description = USER, example = "ann") String userId) {
    String current = owner.session();
    return owner
        .user(userId)
        .chain(sessions::list)
        .map(
            all ->
                new SessionBodies.Listed(
                    all.stream()
                        .map(session -> SessionBodies.View.listed(session, current))
                        .toList()));
  }

  @DELETE
  @Path("/{sessionId}")
  @Operation(
      summary = "End a session: for its user, and for services",
      description =
          "Its connections are closed, and none of its tokens connects again. Says how many ended: 0"
              + " when there was none any more.")
  @APIResponseSchema(value = SessionBodies.Revoked.class, responseCode = "200")
  public Uni<SessionBodies.Revoked> endSession(
      @PathParam("sessionId") String sessionId,
      @QueryParam("userId") @Parameter(description = USER, example = "ann") String userId) {
    Check.id("sessionId", sessionId);
    return owner
        .user(userId)
        .chain(user -> sessions.endOne(user, sessionId))
        .map(SessionBodies.Revoked::new);
  }

  @DELETE
  @Operation(
      summary = "End all sessions of a user, or all but one: for the user itself, and for services",
      description =
          "All: also connections and tokens of the user that are of no session, and were made"
              + " before.")
  @APIResponseSchema(value = SessionBodies.Revoked.class, responseCode = "200")
  public Uni<SessionBodies.Revoked> endSessions(
      @QueryParam("except")
          @Parameter(
              description = "The session that stays, or current: that of the caller's token",
              example = CURRENT)
          String except,
      @QueryParam("userId") @Parameter(description = USER, example = "ann") String userId) {
    String kept = except == null ? null : kept(except);
    return owner
        .user(userId)
        .chain(user -> kept == null ? sessions.endAll(user) : sessions.endOthers(user, kept))
        .map(SessionBodies.Revoked::new);
  }

  private String kept(String except) {
    if (!except.equals(CURRENT)) {
      Check.id("except", except);
      return except;
    }
    if (owner.session().isEmpty()) {
      throw new InvalidFieldException("except", "must be an id: the token is of no session");
    }
    return owner.session();
  }
}
