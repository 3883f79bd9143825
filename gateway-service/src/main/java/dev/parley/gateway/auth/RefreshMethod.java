package dev.parley.gateway.auth;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.uplink.LocalMethod;
import dev.parley.gateway.uplink.RefusedException;
import dev.parley.json.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code auth:refresh}: a newer token of the same user and session, so that the connection lives as
 * long as that one. A token that ends earlier changes nothing. The token is never logged.
 */
@Singleton
final class RefreshMethod implements LocalMethod {

  /** Bytes of a token. */
  private static final int MAX_TOKEN = 16 * 1024;

  private static final StrictJson<Params> PARAMS = StrictJson.of(Params.class);
  private static final StrictJson<Refreshed> RESULT = StrictJson.of(Refreshed.class);

  private record Params(String token) {}

  /** When the connection ends now, ISO 8601. */
  private record Refreshed(String expiresAt) {}

  private final TokenVerifier tokens;

  @Inject
  RefreshMethod(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "auth:refresh";
  }

  @Override
  public Uni<RawJson> call(Session session, byte[] params) {
    String token = PARAMS.read(params).token();
    Check.text("token", token, MAX_TOKEN);
    return tokens.verify(token).emitOn(session.loop()).map(identity -> refresh(session, identity));
  }

  private static RawJson refresh(Session session, Optional<Identity> found) {
    Identity identity =
        found.orElseThrow(
            () -> new RefusedException(ErrorCode.INVALID_PARAMS, "token is not valid"));
    if (!identity.isSameSession(session.identity())) {
      throw new RefusedException(
          ErrorCode.FORBIDDEN, "the token is of another user or another session");
    }
    Instant expiry = session.extend(identity.expiresAt());
    return RESULT.write(new Refreshed(expiry.toString()));
  }
}
