package dev.parley.cache.token;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.http.Bodies;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Refresh tokens, for the service that gives users their access tokens. */
@Path(RefreshTokenResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Tokens")
public class RefreshTokenResource {

  static final String PATH = "/api/v1/refresh-tokens";

  private static final StrictJson<RefreshBodies.Create> CREATE =
      StrictJson.of(RefreshBodies.Create.class);
  private static final StrictJson<RefreshBodies.Rotate> ROTATE =
      StrictJson.of(RefreshBodies.Rotate.class);
  private static final StrictJson<RefreshBodies.Revoke> REVOKE =
      StrictJson.of(RefreshBodies.Revoke.class);

  private final RefreshTokens tokens;
  private final TokenSettings settings;

  @Inject
  RefreshTokenResource(RefreshTokens tokens, CacheServiceSettings settings) {
    this.tokens = tokens;
    this.settings = settings.tokens();
  }

  @POST
  @Operation(
      summary = "Give a refresh token, the first of its family: for services",
      description = "With a sessionId it ends with that session, which must live (else 404).")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = RefreshBodies.Create.class),
              examples =
                  @ExampleObject(
                      name = "of a session",
                      value =
                          "{\"userId\":\"ann\",\"sessionId\":\"scHcwsssogPTEEPp\","
                              + "\"data\":{\"client\":\"web\"}}")))
  @APIResponseSchema(value = RefreshBodies.Issued.class, responseCode = "201")
  public Uni<RestResponse<RefreshBodies.Issued>> createRefreshToken(byte[] body) {
    RefreshBodies.Create wanted = Bodies.read(CREATE, body).check();
    return tokens
        .issue(wanted.userId(), wanted.session(), wanted.keptData(), wanted.ttl(settings))
        .map(RefreshBodies.Issued::of)
        .map(issued -> NoStore.of(RestResponse.Status.CREATED, issued));
  }

  @POST
  @Path("/rotate")
  @Operation(
      summary = "Replace a refresh token: for services",
      description =
          "The new token is the only good one. Who presents one that was replaced is refused with"
              + " 409 token_reused: then its family is revoked, and the session that it is of. 404"
              + " token_unknown: there is none such, it has expired or was revoked, or its session"
              + " has ended.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = RefreshBodies.Rotate.class),
              examples =
                  @ExampleObject(
                      name = "token",
                      value =
                          "{\"token\":\"W8No2w0e86dCkK2P."
                              + "wPqoN7ViM3qLkmF5qNd0hT1JxH0mYw1r9m8o2JdVb3k\"}")))
  @APIResponseSchema(value = RefreshBodies.Issued.class, responseCode = "200")
  public Uni<RestResponse<RefreshBodies.Issued>> rotateRefreshToken(byte[] body) {
    return tokens
        .rotate(Bodies.read(ROTATE, body).check().token())
        .map(RefreshBodies.Issued::of)
        .map(issued -> NoStore.of(RestResponse.Status.OK, issued));
  }

  @POST
  @Path("/revoke")
  @Operation(
      summary = "Revoke the family of a refresh token, or all of a user: for services",
      description = "Doing it twice, or for a token that is not good, is no error.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = RefreshBodies.Revoke.class),
              examples = @ExampleObject(name = "all of a user", value = "{\"userId\":\"ann\"}")))
  @APIResponse(responseCode = "204", description = "None of them is good any more")
  public Uni<Void> revokeRefreshTokens(byte[] body) {
    RefreshBodies.Revoke wanted = Bodies.read(REVOKE, body).check();
    return wanted.userId() == null
        ? tokens.revoke(wanted.token())
        : tokens.revokeAll(wanted.userId());
  }
}
