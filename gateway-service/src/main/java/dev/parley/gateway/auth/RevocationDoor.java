package dev.parley.gateway.auth;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Identity;
import dev.parley.json.StrictJson;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import dev.parley.routing.RevokedTokens;
import dev.parley.tokens.TokenCheck;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * {@code POST /api/v1/revocations}: who has ended a user's session, or all of them, has their
 * connections closed, at whatever gateway they are, and their tokens noted, so that none connects
 * again. For tokens with the role {@value #SERVICE}. To do it twice does no harm.
 */
@Singleton
final class RevocationDoor {

  /** The role of back-end services, in the token's {@code groups}. */
  static final String SERVICE = "service";

  private static final int MAX_BODY = 4 * 1024;

  /** How long the inboxes may take. */
  private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(5);

  private static final Pattern REASON = Pattern.compile("[a-z0-9_.-]{1,64}");
  private static final StrictJson<Revocation> BODY = StrictJson.of(Revocation.class);

  /**
   * What is asked for.
   *
   * @param sessionId the {@code sid} of the tokens; null for all sessions of the user
   * @param reason what the clients are told; null for {@code revoked}
   */
  private record Revocation(String userId, String sessionId, String reason) {

    static Revocation read(byte[] json) {
      Revocation wanted = BODY.read(json);
      Check.userId("userId", wanted.userId);
      String reason = wanted.reason == null ? "revoked" : wanted.reason;
      String session = wanted.sessionId == null ? "" : wanted.sessionId;
      if (wanted.sessionId != null && !Identity.isSessionId(session)) {
        throw new InvalidFieldException("sessionId", "must be 1 to 128 visible letters of ASCII");
      }
      if (!REASON.matcher(reason).matches()) {
        throw new InvalidFieldException(
            "reason", "must be 1 to 64 small letters, digits, or any of _ . -");
      }
      return new Revocation(wanted.userId, session, reason);
    }
  }

  private final TokenCheck tokens;
  private final RevokedTokens revoked;
  private final Downlink downlink;
  private final Duration tokenLife;

  @Inject
  RevocationDoor(
      TokenCheck tokens, RevokedTokens revoked, Downlink downlink, GatewaySettings settings) {
    this.tokens = tokens;
    this.revoked = revoked;
    this.downlink = downlink;
    this.tokenLife = settings.sessions().tokenLife();
    if (tokenLife.toSeconds() < 1 || tokenLife.compareTo(RevokedTokens.MAX_LIFE) > 0) {
      throw new ConfigurationException(
          "parley.sessions.token-life is "
              + tokenLife
              + ": it must be at least PT1S and at most "
              + RevokedTokens.MAX_LIFE
              + ".");
    }
  }

  void open(@Observes Router router) {
    router
        .post("/api/v1/revocations")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::handle)
        .failureHandler(RevocationDoor::failed);
  }

  private void handle(RoutingContext request) {
    Optional<String> token = Credentials.bearer(request.request());
    if (token.isEmpty()) {
      Problem.of(401, "a token is needed").send(request.response());
      return;
    }
    Buffer body = request.body().buffer();
    byte[] json = body == null ? new byte[0] : body.getBytes();
    Context here = request.vertx().getOrCreateContext();
    tokens
        .verify(token.get())
        .chain(claims -> carryOut(claims, json))
        .emitOn(next -> here.runOnContext(run -> next.run()))
        .subscribe()
        .with(problem -> answer(request.response(), problem), request::fail);
  }

  /** What is wrong; empty when it is done. */
  private Uni<Optional<Problem>> carryOut(Optional<JsonWebToken> claims, byte[] json) {
    if (claims.isEmpty()) {
      return refused(Problem.of(401, "the token is not valid"));
    }
    if (!claims.get().getGroups().contains(SERVICE)) {
      return refused(Problem.of(403, ErrorCode.FORBIDDEN, "this needs the role " + SERVICE, null));
    }
    Revocation wanted;
    try {
      wanted = Revocation.read(json);
    } catch (InvalidFieldException e) {
      return refused(Problem.of(400, ErrorCode.INVALID_PARAMS, e.getMessage(), e.field()));
    }
    return tell(wanted)
        .map(done -> Optional.<Problem>empty())
        .onFailure()
        .recoverWithItem(RevocationDoor::unavailable);
  }

  private Uni<Void> tell(Revocation wanted) {
    Outbox outbox = downlink.begin();
    outbox.revoke(wanted.userId, wanted.sessionId, wanted.reason);
    // Noted first: who connects meanwhile either finds the note, or is found by its route.
    return revoked
        .note(wanted.userId, wanted.sessionId, tokenLife)
        .chain(outbox::send)
        .ifNoItem()
        .after(REDIS_TIMEOUT)
        .fail()
        .invoke(done -> count("ok"));
  }

  private static Optional<Problem> unavailable(Throwable failure) {
    count("unavailable");
    Log.debugf("a revocation was not passed on: %s", failure.getMessage());
    return Optional.of(
        Problem.of(503, ErrorCode.UNAVAILABLE, "the gateways cannot be told at the moment", null));
  }

  private static Uni<Optional<Problem>> refused(Problem problem) {
    return Uni.createFrom().item(Optional.of(problem));
  }

  private static void answer(HttpServerResponse response, Optional<Problem> problem) {
    if (problem.isPresent()) {
      problem.get().send(response);
    } else {
      response.setStatusCode(204).end();
    }
  }

  private static void failed(RoutingContext request) {
    if (request.statusCode() == 413) {
      Problem.of(413, ErrorCode.TOO_LARGE, "a body may have at most " + MAX_BODY + " bytes", null)
          .send(request.response());
    } else {
      Log.errorf(request.failure(), "a revocation failed");
      Problem.of(500, ErrorCode.INTERNAL, "the request failed", null).send(request.response());
    }
  }

  private static void count(String outcome) {
    Metrics.counter("parley.revocations", "outcome", outcome).increment();
  }
}
