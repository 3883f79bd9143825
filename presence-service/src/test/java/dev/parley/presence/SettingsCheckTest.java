package dev.parley.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

  @Test
  void defaults_are_accepted() {
    PresenceSettings settings = TestSettings.with(Map.of());
    SettingsCheck.check(settings);
    assertEquals("parley:", settings.keyPrefix());
    assertEquals(16, settings.partitions());
  }

  @ParameterizedTest
  @CsvSource({
    "parley.partitions, 1024",
    "parley.grace, PT0S",
    "parley.coalesce, PT0S",
    "parley.remember, PT1H",
    "parley.due-interval, PT0.001S"
  })
  void bounds_belong_to_what_is_allowed(String property, String value) {
    SettingsCheck.check(TestSettings.with(Map.of(property, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "parley.partitions, 0",
    "parley.partitions, 1025",
    "parley.grace, -PT1S",
    "parley.grace, PT61M",
    "parley.coalesce, -PT1S",
    "parley.coalesce, PT61M",
    "parley.remember, PT59M",
    "parley.remember, P4000D",
    "parley.due-interval, PT0S",
    "parley.lease-interval, -PT1S",
    "parley.queries.at-once, 0",
    "parley.queries.at-once, 65",
    "parley.queries.max-age, PT0S",
    "parley.requests.max-pending, 0",
    "parley.requests.timeout, PT0S",
    "parley.watch.remember, PT0S",
    "parley.watch.max-remembered, -1",
    "parley.events.max-streams, 0",
    "parley.events.max-waiting, 1000",
    "parley.events.heartbeat, PT0S",
    "parley.events.overlap, -PT1S"
  })
  void wrong_value_is_refused_by_name(String property, String value) {
    PresenceSettings settings = TestSettings.with(Map.of(property, value));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));
    assertTrue(refusal.getMessage().startsWith(property + " must be"), refusal.getMessage());
  }
}
