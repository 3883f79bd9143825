package dev.parley.presence.events;

import dev.parley.presence.PresenceSettings;
import dev.parley.routing.NodeRoutes;
import dev.parley.routing.RouteTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Has the event streams live as long as this process: one timer for all of them. */
@Singleton
class EventTimer {

  private final EventStreams streams;
  private final long heartbeat;
  private final Vertx vertx;
  private long timer;

  @Inject
  EventTimer(EventStreams streams, PresenceSettings settings, Vertx vertx) {
    this.streams = streams;
    this.heartbeat = settings.events().heartbeat().toMillis();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    timer = vertx.setPeriodic(heartbeat, tick -> streams.look(System.currentTimeMillis()));
    Gauge.builder("parley.presence.event.streams", streams, EventStreams::count)
        .description("Event streams that are open")
        .register(meters);
  }

  /** Before Quarkus waits for the requests that are under way. */
  void end(@Observes ShutdownDelayInitiatedEvent stopping) {
    streams.close();
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
    streams.close();
  }

  @Produces
  @Singleton
  static NodeRoutes routes(RouteTable table, PresenceSettings settings) {
    String node = settings.node().id();
    return new NodeRoutes(
        subjects -> table.add(node, subjects), subjects -> table.remove(node, subjects));
  }
}
