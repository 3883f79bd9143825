package dev.parley.gateway.websocket;

import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.auth.ConnectCheck;
import dev.parley.gateway.session.Outbound;
import dev.parley.gateway.session.WireProtocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the transports, and has what all of them share: limits and counters. */
@Singleton
public final class SocketTransports {

  /** One per event loop. */
  private final Map<EventLoop, Flushes> flushes = new ConcurrentHashMap<>();

  private final GatewaySettings.Session settings;
  private final Outbound.Limits limits;
  private final MeterRegistry meters;
  private final Counter droppedEvents;
  private final Counter droppedTransients;
  private final Counter resyncs;

  @Inject
  SocketTransports(GatewaySettings settings, Outbound.Limits limits, MeterRegistry meters) {
    this.settings = settings.session();
    this.limits = limits;
    this.meters = meters;
    this.droppedEvents = dropped("event");
    this.droppedTransients = dropped("transient");
    this.resyncs =
        Counter.builder("parley.session.resyncs")
            .description("Clients that read too slowly, have caught up and were told to resync")
            .register(meters);
  }

  /** The counters are there from the start. */
  void begin(@Observes StartupEvent event) {}

  /** The transport of a connection that {@link ConnectCheck} has let in. On its event loop. */
  public SocketTransport of(WebSocketConnection connection, WireProtocol protocol) {
    SocketTransport transport = new SocketTransport(connection, protocol, this);
    transport.begin();
    return transport;
  }

  /** What was written on that loop and waits for the end of its turn. On the loop. */
  Flushes flushes(EventLoop loop) {
    return flushes.computeIfAbsent(loop, Flushes::new);
  }

  GatewaySettings.Session settings() {
    return settings;
  }

  Outbound.Limits limits() {
    return limits;
  }

  void eventDropped() {
    droppedEvents.increment();
  }

  void transientDropped() {
    droppedTransients.increment();
  }

  void resynced() {
    resyncs.increment();
  }

  /**
   * A connection ends.
   *
   * @param reason a close code's, or {@code dead_peer}; {@code peer} when it was not this gateway
   */
  void closed(String reason) {
    meters.counter("parley.sessions.closed", "reason", reason).increment();
  }

  private Counter dropped(String kind) {
    return Counter.builder("parley.session.dropped")
        .description("Frames that were not sent because the client reads too slowly")
        .tag("kind", kind)
        .register(meters);
  }
}
