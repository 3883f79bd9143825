package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneRevokedTokensTest extends RevokedTokensConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  @Override
  Redis redis() {
    return REDIS.client();
  }

  @Override
  boolean isCluster() {
    return false;
  }

  @Test
  void failures_are_told_and_the_next_look_up_is_tried() throws IOException {
    RevokedTokens lost = new RevokedTokens(REDIS.unreachable(), keys, false);

    assertThrows(Exception.class, () -> await(lost.note("ann", "s", Duration.ofHours(1))));
    assertThrows(Exception.class, () -> await(lost.isRevoked("ann", "s", Instant.now())));
    assertThrows(Exception.class, () -> await(lost.isRevoked("ann", "s", Instant.now())));
  }

  @Test
  void look_ups_that_wait_are_bounded() throws IOException {
    List<CompletableFuture<Boolean>> asked = new ArrayList<>();
    // Takes connections and never says a word.
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Redis redis =
          Redis.createClient(
              Vertx.newInstance(REDIS.vertx()), "redis://127.0.0.1:" + deaf.getLocalPort());
      RevokedTokens tokens = new RevokedTokens(redis, keys, false);
      // The first is under way, the others wait.
      for (int i = 0; i <= RevokedTokens.MAX_WAITING; i++) {
        asked.add(tokens.isRevoked("ann", "s", null).subscribeAsCompletionStage());
      }

      assertThrows(Exception.class, () -> await(tokens.isRevoked("ann", "s", null)));
      asked.forEach(answer -> assertFalse(answer.isDone()));
    }
    asked.forEach(
        answer ->
            assertThrows(Exception.class, () -> await(Uni.createFrom().completionStage(answer))));
  }
}
