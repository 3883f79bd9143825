package dev.parley.service.node;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.Node;
import dev.parley.routing.NodeKeeper;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * This process as a node, named by {@code parley.node.id}: it has an inbox for what others tell it,
 * and no client's session. When Redis has lost the inbox, it is made again and the {@linkplain
 * NodeListener listeners} are told. Thread-safe.
 */
@Singleton
public class OwnNode {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final Node node;
  private final NodeKeeper keeper;
  private final List<NodeListener> listeners;

  @Inject
  OwnNode(
      Redis redis,
      RedisKeys keys,
      @ConfigProperty(name = "parley.node.id") String id,
      Vertx vertx,
      @All List<NodeListener> listeners) {
    this.node = new Node(redis, keys, id, Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL);
    this.keeper = new NodeKeeper(node, vertx, () -> {}, this::renewed);
    this.listeners = listeners;
  }

  /** The node's id, new for every process. */
  public String id() {
    return node.id();
  }

  /** Whether others can reach it. */
  public boolean isReachable() {
    return keeper.isRunning();
  }

  void start(@Observes StartupEvent starting) {
    keeper.begin();
  }

  void stop(@Observes ShutdownEvent stopping) {
    keeper.end();
    try {
      node.stop().await().atMost(STOP_TIMEOUT);
    } catch (RuntimeException e) {
      Log.warnf("the inbox of this process stays until it expires: %s", e.getMessage());
    }
  }

  private Uni<Void> renewed(boolean wasThere) {
    if (!wasThere) {
      listeners.forEach(NodeListener::missed);
    }
    return Uni.createFrom().voidItem();
  }
}
