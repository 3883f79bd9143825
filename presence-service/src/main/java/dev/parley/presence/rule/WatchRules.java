package dev.parley.presence.rule;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.conversation.Conversations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** The rule of the settings. */
class WatchRules {

  @Produces
  @Singleton
  WatchRule rule(PresenceSettings settings, Conversations conversations) {
    return switch (settings.watch().rule()) {
      case EVERYONE -> (viewer, users) -> Uni.createFrom().item(Set.of());
      case SHARED ->
          new SharedRule(conversations::sharing, settings.watch(), Ticker.systemTicker());
    };
  }
}
