package dev.parley.presence;

import static dev.parley.service.settings.Bounds.positive;
import static dev.parley.service.settings.Bounds.range;

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

  private static final Duration HOUR = Duration.ofHours(1);

  void check(@Observes @Priority(FIRST) StartupEvent starting, PresenceSettings settings) {
    check(settings);
  }

  static void check(PresenceSettings settings) {
    range("parley.partitions", settings.partitions(), 1, 1024);
    range("parley.grace", settings.grace(), Duration.ZERO, HOUR);
    range("parley.coalesce", settings.coalesce(), Duration.ZERO, HOUR);
    range("parley.remember", settings.remember(), HOUR, Duration.ofDays(3650));
    positive("parley.due-interval", settings.dueInterval());
    positive("parley.lease-interval", settings.leaseInterval());
  }
}
