package dev.parley.gateway.node;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.routing.Node;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;

/**
 * The life of this process as a node: its lease and inbox are there before the first client may
 * connect, are renewed while it runs, and go when it stops. When Redis has lost them, it puts its
 * routes back and tells all sessions to resync.
 */
@Singleton
public final class NodeLifecycle {

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Node node;
  private final UserRoutes routes;
  private final Sessions sessions;
  private final Resync resync;
  private final GatewaySettings.Node settings;
  private final Vertx vertx;

  private volatile boolean accepting;
  private volatile boolean renewing;
  private volatile boolean away;

  /** Sessions have to be told to resync, and have not been yet. */
  private volatile boolean resyncDue;

  private boolean stopped;
  private Cancellable starting;
  private long timer;

  @Inject
  NodeLifecycle(
      Node node,
      UserRoutes routes,
      Sessions sessions,
      Resync resync,
      GatewaySettings settings,
      Vertx vertx) {
    this.node = node;
    this.routes = routes;
    this.sessions = sessions;
    this.resync = resync;
    this.settings = settings.node();
    this.vertx = vertx;
  }

  /** Whether clients may connect: the node is started and not about to stop. */
  public boolean isAccepting() {
    return accepting;
  }

  void begin(@Observes StartupEvent event) {
    start();
  }

  void start() {
    stopped = false;
    starting =
        node.start()
            .onFailure()
            .invoke(this::logAway)
            .onFailure()
            .retry()
            .withBackOff(FIRST_RETRY, LAST_RETRY)
            .indefinitely()
            .subscribe()
            .with(
                started -> accept(),
                failure -> Log.errorf("node %s not started: %s", node.id(), failure.getMessage()));
  }

  /** The first sign of the end: everything still works, the HTTP server too. */
  void drain(@Observes ShutdownDelayInitiatedEvent event) {
    stop();
  }

  /** The last sign, the only one in tests: the HTTP server has closed all connections. */
  void end(@Observes ShutdownEvent event) {
    stop();
  }

  /**
   * Says goodbye to all clients and gives up routes, inbox and lease. Blocks; the second time it
   * does nothing.
   */
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    accepting = false;
    starting.cancel();
    vertx.cancelTimer(timer);
    sessions.all().forEach(NodeLifecycle::sayGoodbye);
    // The routes go first: a route to a node without an inbox is found out one vain append later.
    withinStopTimeout(routes.removeAll(), "its routes stay until they are found to lead nowhere");
    withinStopTimeout(goodbyes(), "some clients did not answer");
    withinStopTimeout(node.stop(), "its lease and inbox expire by themselves");
    Log.infof("node %s stopped", node.id());
  }

  private void accept() {
    away = false;
    accepting = true;
    timer = vertx.setPeriodic(node.renewal().toMillis(), tick -> renew());
    Log.infof("node %s started", node.id());
  }

  private void renew() {
    if (renewing) {
      return;
    }
    renewing = true;
    node.renew()
        .chain(this::renewed)
        .subscribe()
        .with(
            done -> {
              away = false;
              renewing = false;
            },
            failure -> {
              logAway(failure);
              renewing = false;
            });
  }

  private Uni<Void> renewed(boolean wasThere) {
    if (!wasThere) {
      Log.warnf("lease or inbox of node %s was gone: created again", node.id());
      resyncDue = true;
    }
    if (!resyncDue) {
      routes.flush();
      return Uni.createFrom().voidItem();
    }
    return routes.rewrite().chain(resync::all).invoke(() -> resyncDue = false);
  }

  private void logAway(Throwable failure) {
    if (!away) {
      away = true;
      Log.warnf("node %s cannot reach Redis, tries on: %s", node.id(), failure.getMessage());
    }
  }

  private static void sayGoodbye(Session session) {
    session.loop().execute(() -> session.close(CloseCode.GOING_AWAY));
  }

  /** Completes when the last connection has ended. */
  private Uni<Void> goodbyes() {
    return Uni.createFrom()
        .item(sessions::all)
        .onItem()
        .delayIt()
        .by(LOOK_AGAIN)
        .repeat()
        .until(Collection::isEmpty)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private void withinStopTimeout(Uni<Void> step, String otherwise) {
    try {
      step.await().atMost(settings.stopTimeout());
    } catch (RuntimeException e) {
      Log.warnf("node %s did not stop cleanly, %s: %s", node.id(), otherwise, e);
    }
  }
}
