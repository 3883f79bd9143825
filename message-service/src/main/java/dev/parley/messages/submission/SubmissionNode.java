package dev.parley.messages.submission;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.routing.Node;
import dev.parley.routing.NodeKeeper;
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

/**
 * This process as a node: it has an inbox for the replies to its own submissions, and nobody's
 * sessions. When Redis has lost the inbox, it is made again; the replies that were in it are given
 * up by their time limit.
 */
@Singleton
class SubmissionNode {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final Node node;
  private final NodeKeeper keeper;

  @Inject
  SubmissionNode(Redis redis, RedisKeys keys, MessageServiceSettings settings, Vertx vertx) {
    this.node =
        new Node(redis, keys, settings.node().id(), Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL);
    this.keeper = new NodeKeeper(node, vertx, () -> {}, wasThere -> Uni.createFrom().voidItem());
  }

  String id() {
    return node.id();
  }

  /** Whether replies can come in. */
  boolean isReachable() {
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
}
