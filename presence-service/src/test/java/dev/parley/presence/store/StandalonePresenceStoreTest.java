package dev.parley.presence.store;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.presence.state.Presence;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandalonePresenceStoreTest extends PresenceStoreConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  @Override
  Redis redis() {
    return REDIS.client();
  }

  @Override
  RedisPresences store(RedisKeys keys) {
    return new RedisPresences(new RedisPipeline(REDIS.client(), false), keys, PARTITIONS, REMEMBER);
  }

  @Test
  void scripts_are_sent_again_to_a_server_that_forgot_them() {
    REDIS.call(Command.SCRIPT, "FLUSH");

    what_was_written_is_found();
  }

  @Test
  void failures_are_told() throws IOException {
    RedisPresences lost =
        new RedisPresences(
            new RedisPipeline(REDIS.unreachable(), false), REDIS.newKeys(), PARTITIONS, REMEMBER);
    Change change = new Change("ann", Presence.UNKNOWN, Presence.UNKNOWN, 0, Set.of("n1"));

    assertThrows(Exception.class, () -> Await.result(lost.find(List.of("ann"))));
    assertThrows(Exception.class, () -> Await.result(lost.write(List.of(change))));
    assertThrows(Exception.class, () -> Await.result(lost.online()));
  }
}
