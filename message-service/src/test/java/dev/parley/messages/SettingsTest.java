package dev.parley.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.service.testing.SettingsTable;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void readme_lists_every_setting_with_its_default() throws IOException {
    SettingsTable.assertLists(MessageServiceSettings.class);
  }

  @Test
  void defaults_are_accepted() {
    MessageServiceSettings settings = TestSettings.with(Map.of());
    SettingsCheck.check(settings);
    assertEquals("parley:", settings.keyPrefix());
    assertEquals(16, settings.partitions());
  }

  @ParameterizedTest
  @CsvSource({
    "parley.partitions, 0",
    "parley.partitions, 1025",
    "parley.insert-attempts, 0",
    "parley.cache.conversations, 0",
    "parley.cache.recent-sends, -1",
    "parley.cache.idle, PT0S",
    "parley.write-behind.interval, -PT1S",
    "parley.write-behind.max-waiting, 0",
    "parley.submissions.timeout, PT0S",
    "parley.submissions.max-pending, 0",
    "parley.edit-within, -PT1S",
    "parley.limits.group-members, 1",
    "parley.limits.channel-members, 50001",
    "parley.limits.routed-by-user, 0",
    "parley.routing-grace, PT0S",
    "parley.limits.text-bytes, 8193",
    "parley.limits.mentions, 51",
    "parley.limits.emojis, -1",
    "parley.limits.reactions, 10001",
    "parley.limits.edits, 101",
    "parley.limits.pinned, 1001",
    "parley.limits.scheduled, -1",
    "parley.limits.scheduled-ahead, PT0S",
    "parley.schedule.interval, PT0S",
    "parley.limits.receipt-members, -1",
    "parley.retention.max-age, PT59M",
    "parley.retention.max-age, -P1D",
    "parley.retention.max-age, P36501D",
    "parley.retention.interval, PT0S",
    "parley.retention.interval, P2D",
    "parley.retention.batch, 0",
    "parley.retention.batch, 10001",
    "parley.retention.pause, PT0S",
    "parley.retention.pause, PT61S",
    "parley.notifications.after, PT1.9S",
    "parley.notifications.after, P8D",
    "parley.notifications.max-age, PT0S",
    "parley.notifications.max-age, P8D",
    "parley.notifications.max-members, 1",
    "parley.notifications.at-once, 0",
    "parley.notifications.at-once, 257",
    "parley.notifications.enabled, true",
    "parley.notifications.webhook.url, ftp://example.com/",
    "parley.notifications.webhook.url, example.com/hook",
    "parley.notifications.webhook.url, http:///hook",
    "parley.notifications.webhook.url, https://user:secret@example.com/",
    "parley.notifications.webhook.url, https://exa mple.com/",
    "parley.notifications.webhook.timeout, PT0S",
    "parley.notifications.webhook.timeout, PT6M",
    "parley.notifications.mail.timeout, PT0S",
    "parley.queries.at-once, 0",
    "parley.queries.at-once, 65",
    "parley.queries.max-age, PT0S",
    "parley.queries.max-conversations, 0",
    "parley.queries.max-page-bytes, 100",
    "parley.queries.max-scanned, 0"
  })
  void wrong_value_is_refused_by_name(String property, String value) {
    MessageServiceSettings settings = TestSettings.with(Map.of(property, value));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));
    assertTrue(refusal.getMessage().startsWith(property + " must be"), refusal.getMessage());
  }

  @Test
  void mail_without_a_sender_is_refused() {
    MessageServiceSettings settings =
        TestSettings.with(
            Map.of(
                "parley.notifications.enabled", "true",
                "parley.notifications.mail.enabled", "true"));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));
    assertTrue(
        refusal.getMessage().startsWith("parley.notifications.mail.from must be"),
        refusal.getMessage());
  }

  @Test
  void what_is_wrong_with_the_webhook_is_not_repeated() {
    MessageServiceSettings settings =
        TestSettings.with(
            Map.of("parley.notifications.webhook.url", "https://a:secret@example.com"));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SettingsCheck.check(settings));
    assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
  }
}
