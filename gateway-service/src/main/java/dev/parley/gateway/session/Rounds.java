package dev.parley.gateway.session;

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
 * Has every connection look after itself, a few times a second: one timer for all of them, and one
 * task per event loop.
 */
@Singleton
final class Rounds {

  private static final long MILLIS = 500;

  private final Sessions sessions;
  private final Vertx vertx;
  private long timer;

  @Inject
  Rounds(Sessions sessions, Vertx vertx) {
    this.sessions = sessions;
    this.vertx = vertx;
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

  private static void look(List<Session> sessions) {
    long now = System.nanoTime();
    sessions.forEach(session -> session.look(now));
  }
}
