package dev.parley.tokens;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which tokens are good: JWTs (RFC 7519) signed with one of the {@link TokenKeys}, by the algorithm
 * of that key, of the configured issuer, for the configured audience where there is one, not
 * expired and not from the future, but for the clock skew.
 */
@Singleton
public final class TokenRules {

  private static final String ISSUER = "JWT_ISSUER";
  private static final String SKEW = "JWT_CLOCK_SKEW";

  /** What application.properties has when the variable is not there. */
  static final String NOT_SET = "NONE";

  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  /**
   * The rules of the configuration.
   *
   * @throws ConfigurationException naming the variable that is missing or wrong
   */
  @Produces
  @Singleton
  @Alternative
  @Priority(1)
  JWTAuthContextInfo rules(
      @ConfigProperty(name = "mp.jwt.verify.issuer", defaultValue = NOT_SET) String issuer,
      @ConfigProperty(name = "jwt.audience") Optional<String> audience,
      @ConfigProperty(name = "jwt.clock-skew", defaultValue = "PT10S") Duration skew) {
    required(ISSUER, issuer, "who issues the tokens (their iss claim)");
    if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
      throw new ConfigurationException(
          SKEW + " is " + skew + ": it must be at least 0 and at most " + MAX_SKEW + ".");
    }
    return of(issuer, audience, skew);
  }

  /**
   * The rules for tokens of that issuer.
   *
   * @param audience what their {@code aud} has to have; empty when that does not matter
   * @param skew by how much clocks may differ; whole seconds
   */
  static JWTAuthContextInfo of(String issuer, Optional<String> audience, Duration skew) {
    JWTAuthContextInfo rules = new JWTAuthContextInfo();
    rules.setIssuedBy(issuer);
    rules.setSignatureAlgorithm(Set.copyOf(KeySource.ALGORITHMS));
    rules.setClockSkew((int) skew.toSeconds());
    audience.ifPresent(expected -> rules.setExpectedAudience(Set.of(expected)));
    return rules;
  }

  /** Stops the start when they cannot be made. */
  void check(@Observes StartupEvent starting, JWTAuthContextInfo rules) {
    Log.debugf("tokens of %s are good", rules.getIssuedBy());
  }

  static void required(String variable, String value, String meaning) {
    if (value.equals(NOT_SET)) {
      throw new ConfigurationException(variable + " is not set: it says " + meaning + ".");
    }
  }
}
