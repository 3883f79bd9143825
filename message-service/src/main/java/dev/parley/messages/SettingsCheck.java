package dev.parley.messages;

import static dev.parley.service.settings.Bounds.positive;
import static dev.parley.service.settings.Bounds.range;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.service.query.QuerySettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** Stops the start when a setting is out of bounds, with a sentence that names it. */
@ApplicationScoped
public class SettingsCheck {

  /** Before anything else that starts. */
  private static final int FIRST = 1;

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

  /** Longer than any write may be under way: what is gone can no longer fence it. */
  private static final Duration MIN_AGE = Duration.ofHours(1);

  private static final Duration MAX_AGE = Duration.ofDays(UpdateConversation.MAX_RETENTION_DAYS);

  /** Less than what was notified is remembered. */
  private static final Duration MAX_DELAY = Duration.ofDays(7);

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
    check(settings.retention());
    check(settings.notifications(), settings.writeBehind().interval());
    positive("parley.cache.idle", settings.cache().idle());
    positive("parley.routing-grace", settings.routingGrace());
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
    range("parley.limits.routed-by-user", limits.routedByUser(), 1, 50_000);
    range("parley.limits.receipt-members", limits.receiptMembers(), 0, 50_000);
  }

  private static void check(MessageServiceSettings.Queries queries) {
    QuerySettings.check(queries);
    range("parley.queries.max-conversations", queries.maxConversations(), 1, 50_000);
    range("parley.queries.max-page-bytes", queries.maxPageBytes(), 1024, 16 * 1024 * 1024);
    range("parley.queries.max-scanned", queries.maxScanned(), 1, 100_000);
  }

  private static void check(MessageServiceSettings.Retention retention) {
    if (!retention.maxAge().isZero()) {
      range("parley.retention.max-age", retention.maxAge(), MIN_AGE, MAX_AGE);
    }
    range("parley.retention.interval", retention.interval(), MILLISECOND, Duration.ofDays(1));
    range("parley.retention.batch", retention.batch(), 1, 10_000);
    range("parley.retention.pause", retention.pause(), MILLISECOND, Duration.ofMinutes(1));
  }

  private static void check(MessageServiceSettings.Notifications wanted, Duration behind) {
    range("parley.notifications.max-members", wanted.maxMembers(), 2, 50_000);
    range("parley.notifications.at-once", wanted.atOnce(), 1, 256);
    range("parley.notifications.after", wanted.after(), behind.multipliedBy(2), MAX_DELAY);
    range("parley.notifications.max-age", wanted.maxAge(), MILLISECOND, MAX_DELAY);
    Duration webhookTimeout = wanted.webhook().timeout();
    range("parley.notifications.webhook.timeout", webhookTimeout, MILLISECOND, MAX_TIMEOUT);
    range("parley.notifications.mail.timeout", wanted.mail().timeout(), MILLISECOND, MAX_TIMEOUT);
    wanted.webhook().url().ifPresent(SettingsCheck::webhook);
    if (wanted.enabled() && wanted.webhook().url().isEmpty() && !wanted.mail().enabled()) {
      throw new IllegalArgumentException(
          "parley.notifications.enabled must be false without parley.notifications.webhook.url and"
              + " parley.notifications.mail.enabled");
    }
    if (wanted.mail().enabled() && wanted.mail().from().isEmpty()) {
      throw new IllegalArgumentException(
          "parley.notifications.mail.from must be set when mail is enabled");
    }
  }

  /** What is wrong with it is not repeated: there may be a password in it. */
  private static void webhook(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notEvenThat) {
      uri = URI.create("");
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "parley.notifications.webhook.url must be a URL that begins with http:// or https://,"
              + " without a user");
    }
  }
}
