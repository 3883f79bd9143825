package dev.parley.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.limit.WhenUnavailable;
import dev.parley.limits.Counting;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of limits, and which of them stop the start. */
class LimitSettingsTest {

  @Test
  void defaults_are_accepted() {
    CacheServiceSettings settings = settings(Map.of());
    SettingsCheck.check(settings);
    assertEquals(100, settings.limits().maxPerCall());
    assertEquals(WhenUnavailable.REFUSE_FAILURES, settings.limits().whenUnavailable());
  }

  @Test
  void operators_add_policies_and_override_them() {
    CacheServiceSettings settings =
        settings(
            Map.of(
                "parley.limits.policies.\"upload\".quota", "10",
                "parley.limits.policies.\"upload\".window", "P1D",
                "parley.limits.policies.login.quota", "3",
                "parley.limits.policies.login.window", "PT1H",
                "parley.limits.policies.login.counting", "failures"));
    SettingsCheck.check(settings);
    var policies = settings.limits().policies();
    assertEquals(10, policies.get("upload").quota());
    assertEquals(Duration.ofDays(1), policies.get("upload").window());
    assertEquals(Counting.ALL, policies.get("upload").counting());
    assertEquals(Counting.FAILURES, policies.get("login").counting());
  }

  @ParameterizedTest
  @CsvSource({
    "parley.limits.max-per-call, 0",
    "parley.limits.max-per-call, 501",
    "parley.limits.timeout, PT0.009S",
    "parley.limits.timeout, PT61S"
  })
  void wrong_value_is_refused_by_name(String property, String value) {
    assertTrue(refusal(Map.of(property, value)).startsWith(property + " must be"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1M, .quota must be 1 to 1000000",
    "1000001, PT1H, .quota must be 1 to 1000000",
    "1001, PT1S, .quota must be at most 1000 for each second",
    "5, PT0S, .window must be",
    "5, PT1.5S, .window must be",
    "5, P400D, .window must be"
  })
  void wrong_policy_is_refused_by_name(String quota, String window, String reason) {
    String said = refusal(policy("upload", quota, window));
    assertTrue(said.startsWith("parley.limits.policies.\"upload\"" + reason), said);
  }

  @Test
  void policy_has_a_name_that_fits_everywhere() {
    String said = refusal(policy("a/b", "1", "PT1S"));
    assertTrue(said.startsWith("parley.limits.policies.\"a/b\" must have a name"), said);
  }

  @Test
  void policy_without_a_quota_is_refused_by_name() {
    Exception refused =
        assertThrows(
            Exception.class,
            () -> settings(Map.of("parley.limits.policies.\"upload\".window", "PT1S")));
    assertTrue(refused.getMessage().contains("upload"), refused.getMessage());
    assertTrue(refused.getMessage().contains("quota"), refused.getMessage());
  }

  private static Map<String, String> policy(String name, String quota, String window) {
    String property = "parley.limits.policies.\"" + name + "\".";
    return Map.of(property + "quota", quota, property + "window", window);
  }

  private static String refusal(Map<String, String> values) {
    CacheServiceSettings settings = settings(values);
    return assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings))
        .getMessage();
  }

  private static CacheServiceSettings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(new HashMap<>(values), "test", 100))
        .withMapping(CacheServiceSettings.class)
        .build()
        .getConfigMapping(CacheServiceSettings.class);
  }
}
