package dev.parley.cache;

import static dev.parley.service.settings.Bounds.range;

import dev.parley.cache.limit.LimitSettings;
import dev.parley.cache.limit.Policies;
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

  void check(@Observes @Priority(FIRST) StartupEvent starting, CacheServiceSettings settings) {
    check(settings);
  }

  static void check(CacheServiceSettings settings) {
    range("parley.partitions", settings.partitions(), 1, 1024);
    check(settings.limits());
  }

  private static void check(LimitSettings limits) {
    range("parley.limits.max-per-call", limits.maxPerCall(), 1, 500);
    range("parley.limits.timeout", limits.timeout(), Duration.ofMillis(10), Duration.ofMinutes(1));
    Policies.of(limits);
  }
}
