package dev.parley.cache.token;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.http.Bodies;
import dev.parley.contracts.command.Check;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Tokens and codes that are good once, for services. */
@Path(OneTimeTokenResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Tokens")
public class OneTimeTokenResource {

  static final String PATH = "/api/v1/one-time-tokens";

  private static final String CODE_EXAMPLE =
      "{\"purpose\":\"email-verification\",\"subject\":\"ann@example.org\",\"code\":\"204816\"}";
  private static final String TOKEN_EXAMPLE =
      "{\"purpose\":\"password-reset\",\"token\":\"wPqoN7ViM3qLkmF5qNd0hT1JxH0mYw1r9m8o2JdVb3k\"}";

  private static final StrictJson<OneTimeBodies.Create> CREATE =
      StrictJson.of(OneTimeBodies.Create.class);
  private static final StrictJson<OneTimeBodies.Use> USE = StrictJson.of(OneTimeBodies.Use.class);

  private final OneTimeTokens tokens;
  private final TokenSettings settings;

  @Inject
  OneTimeTokenResource(OneTimeTokens tokens, CacheServiceSettings settings) {
    this.tokens = tokens;
    this.settings = settings.tokens();
  }

  @POST
  @Operation(
      summary = "Give a token or code that is good once: for services",
      description =
          "A subject has one code for a purpose: a new one takes the place of the older. After as"
              + " many wrong attempts as it has, it is gone.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = OneTimeBodies.Create.class),
              examples = {
                @ExampleObject(
                    name = "token",
                    value =
                        "{\"purpose\":\"password-reset\",\"subject\":\"ann\","
                            + "\"replaceOlder\":true}"),
                @ExampleObject(
                    name = "code",
                    value =
                        "{\"purpose\":\"email-verification\",\"subject\":\"ann@example.org\","
                            + "\"kind\":\"code\",\"attempts\":5,\"ttlSeconds\":600}")
              }))
  @APIResponseSchema(value = OneTimeBodies.Issued.class, responseCode = "201")
  public Uni<RestResponse<OneTimeBodies.Issued>> createOneTimeToken(byte[] body) {
    OneTimeBodies.Create wanted = Bodies.read(CREATE, body).check();
    OneTimeTokens.Wanted what = wanted.wanted(settings);
    Uni<OneTimeTokens.Issued> issued =
        wanted.isCode()
            ? tokens.issueCode(
                what, wanted.codeDigits(), wanted.codeAttempts(settings), wanted.isAlone())
            : tokens.issue(what, wanted.isAlone());
    return issued
        .map(made -> OneTimeBodies.Issued.of(wanted, made))
        .map(made -> NoStore.of(RestResponse.Status.CREATED, made));
  }

  @POST
  @Path("/consume")
  @Operation(
      summary = "Use a token or code, once: for services",
      description =
          "404 token_unknown: there is none such for the purpose, or it has expired, was used or"
              + " revoked. 409 code_wrong: the code is another one, and may be tried again.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = OneTimeBodies.Use.class),
              examples = {
                @ExampleObject(name = "token", value = TOKEN_EXAMPLE),
                @ExampleObject(name = "code", value = CODE_EXAMPLE)
              }))
  @APIResponseSchema(value = OneTimeBodies.Content.class, responseCode = "200")
  public Uni<OneTimeBodies.Content> consumeOneTimeToken(byte[] body) {
    return use(body, true);
  }

  @POST
  @Path("/peek")
  @Operation(
      summary = "Look whether a token or code is good, without using it: for services",
      description = "A wrong code costs an attempt here, too.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = OneTimeBodies.Use.class),
              examples = {
                @ExampleObject(name = "token", value = TOKEN_EXAMPLE),
                @ExampleObject(name = "code", value = CODE_EXAMPLE)
              }))
  @APIResponseSchema(value = OneTimeBodies.Content.class, responseCode = "200")
  public Uni<OneTimeBodies.Content> peekOneTimeToken(byte[] body) {
    return use(body, false);
  }

  private Uni<OneTimeBodies.Content> use(byte[] body, boolean take) {
    OneTimeBodies.Use wanted = Bodies.read(USE, body).check();
    Uni<OneTime> good =
        wanted.isCode()
            ? tokens.useCode(wanted.code(), wanted.purpose(), wanted.subject(), take)
            : tokens.use(wanted.token(), wanted.purpose(), take);
    return good.map(OneTimeBodies.Content::of);
  }

  @DELETE
  @Operation(
      summary = "Revoke all tokens, and the code, of a subject for a purpose: for services",
      description = "Doing it twice, or where there are none, is no error.")
  @APIResponse(responseCode = "204", description = "None of them is good any more")
  public Uni<Void> revokeOneTimeTokens(
      @QueryParam("purpose") @Parameter(example = "password-reset") String purpose,
      @QueryParam("subject") @Parameter(example = "ann") String subject) {
    OneTimeBodies.checkPurpose(purpose);
    Check.userId("subject", subject);
    return tokens.revoke(purpose, subject);
  }
}
