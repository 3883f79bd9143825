package dev.parley.cache;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of the settings of sessions and tokens. */
class SessionAndTokenSettingsTest {

  @Test
  void defaults_are_allowed() {
    assertDoesNotThrow(() -> SettingsCheck.check(with(Map.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "parley.sessions.idle, PT0S",
    "parley.sessions.idle, PT25H",
    "parley.sessions.cap, P366D",
    "parley.sessions.max-per-user, 0",
    "parley.sessions.max-per-user, 1001",
    "parley.sessions.token-life, PT0.5S",
    "parley.sessions.token-life, P367D",
    "parley.sessions.cookie-name, a b",
    "parley.sessions.cookie-name, a=b",
    "parley.tokens.refresh-ttl, P366D",
    "parley.tokens.reuse-leeway, PT61S",
    "parley.tokens.reuse-leeway, -PT1S",
    "parley.tokens.email-verification-ttl, PT0S",
    "parley.tokens.password-reset-ttl, P31D",
    "parley.tokens.invite-ttl, P31D",
    "parley.tokens.other-ttl, PT0S",
    "parley.tokens.code-attempts, 0",
    "parley.tokens.code-attempts, 21"
  })
  void wrong_value_is_refused_by_name(String property, String value) {
    CacheServiceSettings settings = with(Map.of(property, value));

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));
    assertTrue(refusal.getMessage().startsWith(property + " must be"), refusal.getMessage());
  }

  private static CacheServiceSettings with(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .withMapping(CacheServiceSettings.class)
        .build()
        .getConfigMapping(CacheServiceSettings.class);
  }
}
