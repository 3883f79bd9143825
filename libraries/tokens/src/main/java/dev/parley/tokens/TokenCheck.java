package dev.parley.tokens;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Says whether a token is good. Safe from any thread. */
@Singleton
public final class TokenCheck {

  /** How long a token waits at most for the key that it names. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TokenKeys keys;
  private final JWTCallerPrincipalFactory parser;
  private final JWTAuthContextInfo rules;

  @Inject
  TokenCheck(TokenKeys keys, JWTCallerPrincipalFactory parser, JWTAuthContextInfo rules) {
    this.keys = keys;
    this.parser = parser;
    this.rules = rules;
  }

  /** By how much clocks may differ: a token is good for so long after it has expired. */
  public Duration clockSkew() {
    return Duration.ofSeconds(rules.getClockSkew());
  }

  /**
   * The claims of a good token; empty when it is not good, for whatever reason. At once, and on the
   * caller's thread, but for a token that names a key that is not known: it waits until the keys
   * have been read again, if they are, for at most five seconds, and is answered on any thread.
   */
  public Uni<Optional<JsonWebToken>> verify(String token) {
    try {
      return Uni.createFrom().item(Optional.of(parser.parse(token, rules)));
    } catch (ParseException e) {
      return e.getCause() instanceof UnknownKeyException
          ? keys.read()
              .ifNoItem()
              .after(PATIENCE)
              .recoverWithItem((Void) null)
              .map(read -> verifyNow(token))
          : Uni.createFrom().item(Optional.empty());
    } catch (RuntimeException notToBeBelieved) {
      return Uni.createFrom().item(Optional.empty());
    }
  }

  private Optional<JsonWebToken> verifyNow(String token) {
    try {
      return Optional.of(parser.parse(token, rules));
    } catch (ParseException | RuntimeException notToBeBelieved) {
      return Optional.empty();
    }
  }
}
