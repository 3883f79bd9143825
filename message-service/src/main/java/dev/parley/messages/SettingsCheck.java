package dev.parley.messages;

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
    range("parley.last-message.max-waiting", settings.lastMessage().maxWaiting(), 1, 1_000_000);
    positive("parley.cache.idle", settings.cache().idle());
    positive("parley.last-message.interval", settings.lastMessage().interval());
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
