package dev.parley.cache;

import static dev.parley.service.settings.Bounds.range;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

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
  }
}
