package dev.parley.gateway.auth;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the {@link TokenVerifier} of the configured key and issuer. */
final class VerificationKey {

  private static final String KEY = "JWT_PUBLIC_KEY_LOCATION";
  private static final String ISSUER = "JWT_ISSUER";

  /** What application.properties has when the variable is not there. */
  private static final String NOT_SET = "NONE";

  /**
   * @throws ConfigurationException naming the variable that is missing or wrong
   */
  @Produces
  @Singleton
  TokenVerifier verifier(
      @ConfigProperty(name = "mp.jwt.verify.publickey.location", defaultValue = NOT_SET)
          String location,
      @ConfigProperty(name = "mp.jwt.verify.issuer", defaultValue = NOT_SET) String issuer) {
    required(KEY, location, "the file or URL of the public key (PEM)");
    required(ISSUER, issuer, "who issues the tokens (their iss claim)");
    return new TokenVerifier(read(location), issuer);
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
