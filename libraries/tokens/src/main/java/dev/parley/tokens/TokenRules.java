package dev.parley.tokens;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which tokens are good: JWTs (RFC 7519) signed with RS256 or ES256, whichever the configured key
 * is for, of the configured issuer, and not expired. The rules of SmallRye JWT cannot say that by
 * configuration: of two algorithms it takes any for reading a PEM.
 */
@Singleton
public final class TokenRules {

  private static final String KEY = "JWT_PUBLIC_KEY_LOCATION";
  private static final String ISSUER = "JWT_ISSUER";

  /** What application.properties has when the variable is not there. */
  private static final String NOT_SET = "NONE";

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
      @ConfigProperty(name = "mp.jwt.verify.publickey.location", defaultValue = NOT_SET)
          String location,
      @ConfigProperty(name = "mp.jwt.verify.issuer", defaultValue = NOT_SET) String issuer) {
    required(KEY, location, "the file or URL of the public key (PEM)");
    required(ISSUER, issuer, "who issues the tokens (their iss claim)");
    return of(read(location), issuer);
  }

  /** The rules for the tokens of that issuer, signed with what the key is for. */
  public static JWTAuthContextInfo of(PublicKey key, String issuer) {
    JWTAuthContextInfo rules = new JWTAuthContextInfo(key, issuer);
    rules.setSignatureAlgorithm(
        Set.of(key instanceof ECPublicKey ? SignatureAlgorithm.ES256 : SignatureAlgorithm.RS256));
    rules.setClockSkew(0);
    return rules;
  }

  /** Stops the start when they cannot be made. */
  void check(@Observes StartupEvent starting, JWTAuthContextInfo rules) {
    Log.debugf("tokens of %s are good", rules.getIssuedBy());
  }

  private static PublicKey read(String location) {
    String pem;
    try {
      pem = KeyUtils.readKeyContent(location);
    } catch (IOException | RuntimeException e) {
      throw wrong("names nothing that can be read");
    }
    for (SignatureAlgorithm algorithm :
        List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256)) {
      try {
        return KeyUtils.decodePublicKey(pem, algorithm);
      } catch (GeneralSecurityException | RuntimeException notOfThisKind) {
        // The next kind, if there is one.
      }
    }
    throw wrong("names something that is no RSA or EC public key in PEM");
  }

  private static void required(String variable, String value, String meaning) {
    if (value.equals(NOT_SET)) {
      throw new ConfigurationException(variable + " is not set: it says " + meaning + ".");
    }
  }

  private static ConfigurationException wrong(String problem) {
    return new ConfigurationException(KEY + " " + problem + ".");
  }
}
