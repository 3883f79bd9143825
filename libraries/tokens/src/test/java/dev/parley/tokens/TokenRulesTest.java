package dev.parley.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenRulesTest {

  private static final Duration TEN = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void rules_areThoseOfTheVariables() {
    JWTAuthContextInfo rules = new TokenRules().rules("me", Optional.of("parley"), TEN);

    assertEquals("me", rules.getIssuedBy());
    assertEquals(Set.of("parley"), rules.getExpectedAudience());
    assertEquals(10, rules.getClockSkew());
  }

  @Test
  void rules_nameTheVariableThatIsMissingOrWrong() {
    assertIssuerOrSkew("JWT_ISSUER", "NONE", TEN);
    assertIssuerOrSkew("JWT_CLOCK_SKEW", "me", Duration.ofSeconds(-1));
    assertIssuerOrSkew("JWT_CLOCK_SKEW", "me", Duration.ofMinutes(6));
  }

  @Test
  void keys_nameTheVariableThatIsMissingOrWrong() throws IOException {
    assertKeys("JWT_PUBLIC_KEY_LOCATION", "NONE", TEN);
    assertKeys("JWT_PUBLIC_KEY_LOCATION", folder.resolve("nothing").toString(), TEN);
    Path file = folder.resolve("keys");
    Files.writeString(file, "no key");
    assertKeys("JWT_PUBLIC_KEY_LOCATION", file.toString(), TEN);
    Files.writeString(file, Issuer.pem(Issuer.rsa()));
    assertKeys("JWT_KEY_REFRESH", file.toString(), Duration.ofMillis(10));
  }

  private static void assertIssuerOrSkew(String variable, String issuer, Duration skew) {
    assertNames(variable, () -> new TokenRules().rules(issuer, Optional.empty(), skew));
  }

  private static void assertKeys(String variable, String location, Duration refresh) {
    Vertx none = null;
    assertNames(variable, () -> new TokenKeys(location, refresh, none));
  }

  private static void assertNames(
      String variable, org.junit.jupiter.api.function.Executable start) {
    String message = assertThrows(ConfigurationException.class, start).getMessage();
    assertTrue(message.startsWith(variable + " ") && message.endsWith("."), message);
  }
}
