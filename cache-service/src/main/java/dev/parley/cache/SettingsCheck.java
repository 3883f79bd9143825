package dev.parley.cache;

import static dev.parley.service.settings.Bounds.positive;
import static dev.parley.service.settings.Bounds.range;
import static java.time.Duration.ZERO;

import dev.parley.cache.counter.CounterSettings;
import dev.parley.cache.feed.FeedSettings;
import dev.parley.cache.limit.LimitSettings;
import dev.parley.cache.limit.Policies;
import dev.parley.cache.model.ModelSettings;
import dev.parley.cache.read.ReadSettings;
import dev.parley.cache.session.SessionSettings;
import dev.parley.cache.token.TokenSettings;
import dev.parley.cache.value.ValueSettings;
import dev.parley.routing.RevokedTokens;
import dev.parley.service.query.QuerySettings;
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

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  void check(@Observes @Priority(FIRST) StartupEvent starting, CacheServiceSettings settings) {
    check(settings);
  }

  static void check(CacheServiceSettings settings) {
    range("parley.partitions", settings.partitions(), 1, 1024);
    check(settings.models());
    check(settings.reads());
    QuerySettings.check(settings.queries());
    range("parley.requests.max-pending", settings.requests().maxPending(), 1, 100_000);
    positive("parley.requests.timeout", settings.requests().timeout());
    check(settings.limits());
    check(settings.sessions());
    check(settings.tokens());
    check(settings.values());
    check(settings.counters());
    check(settings.feeds());
  }

  private static void check(TokenSettings tokens) {
    Duration second = Duration.ofSeconds(1);
    Duration month = Duration.ofDays(30);
    range("parley.tokens.refresh-ttl", tokens.refreshTtl(), second, Duration.ofDays(365));
    range("parley.tokens.reuse-leeway", tokens.reuseLeeway(), ZERO, Duration.ofMinutes(1));
    range("parley.tokens.email-verification-ttl", tokens.emailVerificationTtl(), second, month);
    range("parley.tokens.password-reset-ttl", tokens.passwordResetTtl(), second, month);
    range("parley.tokens.invite-ttl", tokens.inviteTtl(), second, month);
    range("parley.tokens.other-ttl", tokens.otherTtl(), second, month);
    range("parley.tokens.code-attempts", tokens.codeAttempts(), 1, 20);
  }

  private static void check(ModelSettings models) {
    Duration day = Duration.ofDays(1);
    range("parley.models.list-ttl", models.listTtl(), Duration.ofMinutes(2), day);
    range("parley.models.conversation-ttl", models.conversationTtl(), Duration.ofSeconds(10), day);
    range("parley.models.recent-ttl", models.recentTtl(), Duration.ofSeconds(10), day);
    range("parley.models.recent-messages", models.recentMessages(), 1, 200);
    range("parley.models.recent-bytes", models.recentBytes(), 1024, 4_194_304);
    range("parley.models.max-memberships", models.maxMemberships(), 1, 10_000);
  }

  private static void check(ReadSettings reads) {
    range("parley.reads.patience", reads.patience(), Duration.ZERO, Duration.ofSeconds(5));
    range(
        "parley.reads.load-timeout",
        reads.loadTimeout(),
        Duration.ofMillis(100),
        Duration.ofSeconds(30));
    range("parley.reads.max-page-bytes", reads.maxPageBytes(), 1024, 4_194_304);
  }

  private static void check(LimitSettings limits) {
    range("parley.limits.max-per-call", limits.maxPerCall(), 1, 500);
    range("parley.limits.timeout", limits.timeout(), Duration.ofMillis(10), Duration.ofMinutes(1));
    Policies.of(limits);
  }

  private static void check(SessionSettings sessions) {
    Duration second = Duration.ofSeconds(1);
    range("parley.sessions.cap", sessions.cap(), second, Duration.ofDays(365));
    range("parley.sessions.idle", sessions.idle(), second, sessions.cap());
    range("parley.sessions.max-per-user", sessions.maxPerUser(), 1, 1_000);
    range("parley.sessions.token-life", sessions.tokenLife(), second, RevokedTokens.MAX_LIFE);
    if (!sessions.cookieName().matches("[A-Za-z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "parley.sessions.cookie-name must be 1 to 64 letters, digits or any of _ . -, and is "
              + sessions.cookieName());
    }
  }

  private static void check(ValueSettings values) {
    range("parley.values.max-bytes", values.maxBytes(), 1, 16_777_216);
    range("parley.values.max-members", values.maxMembers(), 1, 1_000_000);
    range("parley.values.timeout", values.timeout(), MILLISECOND, MINUTE);
    range("parley.values.sweep-time", values.sweepTime(), MILLISECOND, Duration.ofSeconds(10));
  }

  private static void check(CounterSettings counters) {
    range("parley.counters.coalesce", counters.coalesce(), MILLISECOND, Duration.ofHours(1));
    range("parley.counters.due-interval", counters.dueInterval(), MILLISECOND, MINUTE);
    range("parley.counters.timeout", counters.timeout(), MILLISECOND, MINUTE);
  }

  private static void check(FeedSettings feeds) {
    range("parley.feeds.ttl", feeds.ttl(), Duration.ofSeconds(1), DAY);
    range("parley.feeds.stale", feeds.stale(), Duration.ZERO, DAY);
    range(
        "parley.feeds.load-time", feeds.loadTime(), Duration.ofMillis(100), Duration.ofMinutes(10));
    range("parley.feeds.wait-time", feeds.waitTime(), Duration.ZERO, Duration.ofSeconds(10));
    range("parley.feeds.max-waiting", feeds.maxWaiting(), 0, 100_000);
    range("parley.feeds.max-bytes", feeds.maxBytes(), 1, 16_777_216);
    range("parley.feeds.timeout", feeds.timeout(), MILLISECOND, MINUTE);
  }
}
