package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.Presences;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Redis loses all that it had, and the scripts that it knew. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RedisLossTest {

  @Inject World world;
  @Inject Presences presences;

  private final String ann = World.user("ann");

  @Test
  void gateways_that_tell_anew_bring_everything_back_and_revisions_grow() {
    String gateway = world.gateway();
    String watcher = world.gateway();
    world.route(watcher, RedisKeys.presenceSubject(ann));
    world.connect(gateway, ann, "s1");
    Await.until("told", () -> !world.told(watcher, ann).isEmpty());
    JsonNode before = world.told(watcher, ann).get(0);
    world.choose(gateway, "s1", ann, new SetPresence("dnd", null, null));
    Await.until("chosen", () -> world.presence(ann).choice() != null);

    world.call(Command.FLUSHALL);
    world.call(Command.SCRIPT, "FLUSH");
    assertEquals(Presence.UNKNOWN, world.presence(ann));
    world.resume(gateway);
    world.resume(watcher);
    world.route(watcher, RedisKeys.presenceSubject(ann));
    // What is sent before the group is there again is sent again by a gateway, as it was not told.
    Await.until(
        "online again",
        () -> {
          world.connect(gateway, ann, "s1");
          return world.presence(ann).isConnected();
        });

    Await.until(
        "told again, and what was chosen is lost", () -> "online".equals(lastTold(watcher)));
    List<JsonNode> told = world.told(watcher, ann);
    assertTrue(
        told.get(told.size() - 1).get("revision").asLong() > before.get("revision").asLong());
    assertEquals(1, Await.result(presences.online()).byNode().get(gateway));
    world.kill(gateway);
    Await.until("reaped", () -> !world.presence(ann).isConnected());
  }

  private String lastTold(String watcher) {
    List<JsonNode> told = world.told(watcher, ann);
    return told.isEmpty() ? null : told.get(told.size() - 1).get("status").asText();
  }
}
