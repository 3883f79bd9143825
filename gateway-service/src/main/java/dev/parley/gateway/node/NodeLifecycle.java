package dev.parley.gateway.node;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.presence.Announcer;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.watch.WatchedConversations;
import dev.parley.routing.Node;
import dev.parley.routing.NodeKeeper;
import dev.parley.routing.NodeRoutes;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The life of this process as a node: its lease and inbox are there before the first client may
 * connect, are renewed while it runs, and go when it stops. When Redis has lost them, it puts its
 * routes back, tells all sessions to resync, asks again which conversations are watched, and says
 * again who is connected.
 */
@Singleton
public final class NodeLifecycle {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Node node;
  private final NodeKeeper keeper;
  private final NodeRoutes routes;
  private final WatchedConversations watched;
  private final Announcer announcer;
  private final Sessions sessions;
  private final Resync resync;
  private final GatewaySettings.Node settings;

  private volatile boolean accepting;

  /** Sessions have to be told to resync, and have not been yet. */
  private volatile boolean resyncDue;

  private boolean stopped;

  @Inject
  NodeLifecycle(
      Node node,
      NodeRoutes routes,
      WatchedConversations watched,
      Announcer announcer,
      Sessions sessions,
      Resync resync,
      GatewaySettings settings,
      Vertx vertx) {
    this.node = node;
    this.keeper = new NodeKeeper(node, vertx, () -> accepting = true, this::renewed);
    this.routes = routes;
    this.watched = watched;
    this.announcer = announcer;
    this.sessions = sessions;
    this.resync = resync;
    this.settings = settings.node();
  }

  /** Whether clients may connect: the node is started and not about to stop. */
  public boolean isAccepting() {
    return accepting;
  }

  void begin(@Observes StartupEvent event) {
    start();
  }

  /** Takes the lease and makes the inbox, and then takes clients; also after a stop. */
  public void start() {
    stopped = false;
    keeper.begin();
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
   * Takes no more clients, lets those that are here {@linkplain Drain leave}, tells that they have,
   * and gives up routes, inbox and lease. Blocks; the second time it does nothing.
   */
  public void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    accepting = false;
    drain();
    keeper.end();
    watched.stop();
    sessions.all().forEach(NodeLifecycle::sayGoodbye);
    // The routes go first: a route to a node without an inbox is found out one vain append later.
    withinStopTimeout(routes.removeAll(), "its routes stay until they are found to lead nowhere");
    withinStopTimeout(goodbyes(), "some clients did not answer");
    withinStopTimeout(
        announcer.settled(), "its users go offline when its lease is seen to be gone");
    announcer.stop();
    withinStopTimeout(node.stop(), "its lease and inbox expire by themselves");
    Log.infof("node %s stopped", node.id());
  }

  private Uni<Void> renewed(boolean wasThere) {
    if (!wasThere) {
      resyncDue = true;
    }
    if (!resyncDue) {
      routes.flush();
      return Uni.createFrom().voidItem();
    }
    return routes
        .rewrite()
        .chain(resync::all)
        .invoke(
            () -> {
              resyncDue = false;
              watched.askAgain();
              announcer.tellAll();
            });
  }

  private static void sayGoodbye(Session session) {
    session.loop().execute(() -> session.close(CloseCode.GOING_AWAY));
  }

  private void drain() {
    Drain drain = new Drain(sessions, settings.drain(), System::nanoTime);
    if (drain.told() > 0) {
      Log.infof("node %s lets %d sessions leave", node.id(), drain.told());
    }
    await(
        until(drain::advance),
        settings.drain().plus(settings.stopTimeout()),
        "some requests were not answered");
  }

  /** Completes when the last connection has ended. */
  private Uni<Void> goodbyes() {
    return until(() -> sessions.count() == 0);
  }

  private static Uni<Void> until(BooleanSupplier condition) {
    return Uni.createFrom()
        .item(condition::getAsBoolean)
        .onItem()
        .delayIt()
        .by(LOOK_AGAIN)
        .repeat()
        .until(met -> met)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private void withinStopTimeout(Uni<Void> step, String otherwise) {
    await(step, settings.stopTimeout(), otherwise);
  }

  private void await(Uni<Void> step, Duration time, String otherwise) {
    try {
      step.await().atMost(time);
    } catch (RuntimeException e) {
      Log.warnf("node %s did not stop cleanly, %s: %s", node.id(), otherwise, e);
    }
  }
}
