package dev.parley.presence.reaper;

import dev.parley.presence.PresenceSettings;
import dev.parley.presence.reaper.LeaseWatch.DeadNode;
import dev.parley.service.Rounds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Finds dead nodes and has cleared what they left, one after the other. It goes on looking
 * meanwhile: what is known of the end of a lease is as new as the last look.
 */
@Singleton
class Reaper {

  private final LeaseWatch leases;
  private final Clearing clearing;
  private final Duration interval;
  private final Rounds looks;
  private final Rounds clearings;

  /** Dead nodes that were found and not cleared; as many as there are gateways at most. */
  private final Map<String, DeadNode> waiting = new ConcurrentSkipListMap<>();

  @Inject
  Reaper(LeaseWatch leases, Clearing clearing, PresenceSettings settings, Vertx vertx) {
    this.leases = leases;
    this.clearing = clearing;
    this.interval = settings.leaseInterval();
    this.looks = new Rounds("leases of nodes", vertx, this::look);
    this.clearings = new Rounds("dead nodes", vertx, this::clear);
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    Gauge.builder("parley.presence.online", leases, LeaseWatch::online)
        .description("Connected users, of all partitions: every replica says the same")
        .register(meters);
    FunctionCounter.builder("parley.presence.reaper.users", clearing, Clearing::cleared)
        .description("Users of dead nodes whose owners were told")
        .register(meters);
    looks.begin(interval);
    clearings.begin(interval);
  }

  void stop(@Observes ShutdownEvent stopping) {
    clearing.stop();
    looks.end();
    clearings.end();
  }

  private Uni<Void> look() {
    return leases.look().invoke(this::found).replaceWithVoid();
  }

  private void found(List<DeadNode> dead) {
    waiting.keySet().retainAll(dead.stream().map(DeadNode::node).toList());
    dead.forEach(node -> waiting.put(node.node(), node));
    if (!dead.isEmpty()) {
      clearings.now();
    }
  }

  private Uni<Void> clear() {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (DeadNode dead : waiting.values()) {
      all = all.chain(() -> clearing.clear(dead));
    }
    return all;
  }
}
