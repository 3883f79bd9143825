package dev.parley.routing;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps a node alive: starts it, however long Redis is away, and renews it from then on, one call
 * after the other. Begun and ended by one thread, once each.
 */
public final class NodeKeeper {

  private static final Logger LOG = Logger.getLogger(NodeKeeper.class);

  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);

  private final Node node;
  private final Vertx vertx;
  private final Runnable started;
  private final Function<Boolean, Uni<Void>> renewed;

  private volatile boolean running;
  private volatile boolean renewing;
  private volatile boolean away;

  private Cancellable starting;
  private volatile long timer;

  /**
   * @param started runs once, when others can reach the node
   * @param renewed follows each renewal, before the next one begins; given what {@link Node#renew}
   *     has found: false when the node was lost and had to be created again
   */
  public NodeKeeper(
      Node node, Vertx vertx, Runnable started, Function<Boolean, Uni<Void>> renewed) {
    this.node = node;
    this.vertx = vertx;
    this.started = started;
    this.renewed = renewed;
  }

  /** Whether the node was started, and not ended. */
  public boolean isRunning() {
    return running;
  }

  /** Begins; does not wait. */
  public void begin() {
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
                done -> started(),
                failure -> LOG.errorf("node %s not started: %s", node.id(), failure.getMessage()));
  }

  /** Renews no more. The node is there until it is {@linkplain Node#stop stopped} or expires. */
  public void end() {
    running = false;
    starting.cancel();
    vertx.cancelTimer(timer);
  }

  private void started() {
    away = false;
    running = true;
    timer = vertx.setPeriodic(node.renewal().toMillis(), tick -> renew());
    LOG.infof("node %s started", node.id());
    started.run();
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
      LOG.warnf("lease or inbox of node %s was gone: created again", node.id());
    }
    return renewed.apply(wasThere);
  }

  private void logAway(Throwable failure) {
    if (!away) {
      away = true;
      LOG.warnf("node %s cannot reach Redis, tries on: %s", node.id(), failure.getMessage());
    }
  }
}
