package dev.parley.gateway.session;

import dev.parley.gateway.GatewaySettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Has every connection look after itself, and sees which clients have become idle, a few times a
 * second: one timer for all of them, and one task per event loop.
 */
@Singleton
final class Rounds {

  private static final long MILLIS = 500;

  private final Sessions sessions;
  private final ConnectionChanges changes;
  private final Vertx vertx;
  private final long awayAfter;
  private long timer;

  @Inject
  Rounds(Sessions sessions, ConnectionChanges changes, Vertx vertx, GatewaySettings settings) {
    this.sessions = sessions;
    this.changes = changes;
    this.vertx = vertx;
    this.awayAfter = settings.presence().awayAfter().toNanos();
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(MILLIS, tick -> round());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void round() {
    Map<Executor, List<Session>> byLoop = new HashMap<>();
    for (Session session : sessions.all()) {
      byLoop.computeIfAbsent(session.loop(), loop -> new ArrayList<>()).add(session);
    }
    byLoop.forEach((loop, its) -> loop.execute(() -> look(its)));
  }

  private void look(List<Session> sessions) {
    long now = System.nanoTime();
    for (Session session : sessions) {
      session.look(now);
      if (session.isReady() && session.activity().look(now, awayAfter)) {
        changes.changed(session.userId());
      }
    }
  }
}
