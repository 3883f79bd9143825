package dev.parley.messages.conversation;

import dev.parley.messages.MessageServiceSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Stores how far members are, behind: who scrolls through a thousand messages costs one write per
 * {@code parley.write-behind.interval}. A crash loses what was not yet written; the client's next
 * position makes up for it. Bounded as {@link LastMessageWriter}. Thread-safe.
 */
@ApplicationScoped
public class PositionWriter {

  /** Whose position in which conversation. */
  record Key(String conversationId, String userId) {}

  private final Vertx vertx;
  private final MessageServiceSettings.WriteBehind settings;
  private final WriteBehind<Key, Position> behind;

  @Inject
  PositionWriter(MembershipRepository memberships, Vertx vertx, MessageServiceSettings settings) {
    this.vertx = vertx;
    this.settings = settings.writeBehind();
    this.behind =
        new WriteBehind<>(
            "positions", this.settings.maxWaiting(), Position::max, memberships::advance);
  }

  void start(@Observes StartupEvent started, MeterRegistry meters) {
    Gauge.builder("parley.positions.waiting", behind, WriteBehind::size)
        .description("Members whose position is to be stored")
        .register(meters);
    FunctionCounter.builder("parley.positions.left.behind", behind, WriteBehind::passedOver)
        .description("Positions passed over because too many members waited")
        .register(meters);
    behind.start(vertx, settings.interval());
  }

  void stop(@Observes ShutdownEvent stopping) {
    behind.stop();
  }

  /** Takes note of how far a member is. */
  public void reached(String conversationId, String userId, Position position) {
    behind.add(new Key(conversationId, userId), position);
  }

  /** Stores what waits; for tests and whoever cannot wait for the interval. */
  public Uni<Void> write() {
    return behind.write();
  }
}
