package dev.parley.gateway.session;

import dev.parley.contracts.error.CloseCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The two timers that serve all sessions: requests without an answer, and expired tokens. */
@Singleton
final class SessionTimers {

  private static final long SWEEP_MILLIS = 250;
  private static final long EXPIRY_MILLIS = 1_000;

  private final Deadlines deadlines;
  private final Sessions sessions;
  private final Vertx vertx;
  private long sweepTimer;
  private long expiryTimer;

  @Inject
  SessionTimers(Deadlines deadlines, Sessions sessions, Vertx vertx) {
    this.deadlines = deadlines;
    this.sessions = sessions;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    sweepTimer = vertx.setPeriodic(SWEEP_MILLIS, tick -> deadlines.sweep());
    expiryTimer = vertx.setPeriodic(EXPIRY_MILLIS, tick -> closeExpired(Instant.now()));
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(sweepTimer);
    vertx.cancelTimer(expiryTimer);
  }

  private void closeExpired(Instant now) {
    for (Session session : sessions.all()) {
      if (session.isExpired(now)) {
        session.loop().execute(() -> session.close(CloseCode.TOKEN_EXPIRED));
      }
    }
  }
}
