package dev.parley.messages;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.SendMessage;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Stops the start when a setting is out of bounds, with a sentence that names it. */
@ApplicationScoped
public class SettingsCheck {

  /** Before anything else that starts. */
  private static final int FIRST = 1;

  void check(@Observes @Priority(FIRST) StartupEvent starting, MessageServiceSettings settings) {
    check(settings);
  }

  static void check(MessageServiceSettings settings) {
    range("parley.partitions", settings.partitions(), 1, 1024);
    range("parley.insert-attempts", settings.insertAttempts(), 1, 100);
    range("parley.cache.conversations", settings.cache().conversations(), 1, 10_000_000);
    range("parley.cache.recent-sends", settings.cache().recentSends(), 0, 10_000_000);
    range("parley.write-behind.max-waiting", settings.writeBehind().maxWaiting(), 1, 1_000_000);
    check(settings.limits());
    check(settings.queries());
    range("parley.submissions.max-pending", settings.submissions().maxPending(), 1, 100_000);
    positive("parley.submissions.timeout", settings.submissions().timeout());
    positive("parley.schedule.interval", settings.schedule().interval());
    positive("parley.cache.idle", settings.cache().idle());
    positive("parley.write-behind.interval", settings.writeBehind().interval());
    if (settings.editWithin().isNegative()) {
      throw new IllegalArgumentException(
          "parley.edit-within must be 0 or more, and is " + settings.editWithin());
    }
  }

  private static void check(MessageServiceSettings.Limits limits) {
    range("parley.limits.group-members", limits.groupMembers(), 2, 10_000);
    range("parley.limits.channel-members", limits.channelMembers(), 2, 50_000);
    range("parley.limits.text-bytes", limits.textBytes(), 1, Content.MAX_TEXT_BYTES);
    range("parley.limits.mentions", limits.mentions(), 0, SendMessage.MAX_MENTIONS);
    range("parley.limits.emojis", limits.emojis(), 0, 100);
    range("parley.limits.reactions", limits.reactions(), 0, 10_000);
    range("parley.limits.edits", limits.edits(), 0, 100);
    range("parley.limits.pinned", limits.pinned(), 0, 1000);
    range("parley.limits.scheduled", limits.scheduled(), 0, 1000);
    positive("parley.limits.scheduled-ahead", limits.scheduledAhead());
    range("parley.limits.receipt-members", limits.receiptMembers(), 0, 50_000);
  }

  private static void check(MessageServiceSettings.Queries queries) {
    range("parley.queries.at-once", queries.atOnce(), 1, 64);
    range("parley.queries.max-conversations", queries.maxConversations(), 1, 50_000);
    range("parley.queries.max-page-bytes", queries.maxPageBytes(), 1024, 16 * 1024 * 1024);
    range("parley.queries.max-scanned", queries.maxScanned(), 1, 100_000);
    positive("parley.queries.max-age", queries.maxAge());
  }

  private static void range(String property, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          property + " must be " + min + " to " + max + ", and is " + value);
    }
  }

  private static void positive(String property, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          property + " must be at least a millisecond, and is " + value);
    }
  }
}
