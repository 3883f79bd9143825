package dev.parley.cache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.routing.RealRedis;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneSessionStoreTest extends SessionStoreConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  @Override
  Redis redis() {
    return REDIS.client();
  }

  @Override
  Redis newClient() {
    return REDIS.newClient();
  }

  @Override
  boolean isCluster() {
    return false;
  }

  @Test
  void failures_are_told() throws IOException {
    SessionStore lost = store(REDIS.unreachable());

    assertThrows(Exception.class, () -> Await.result(lost.list("ann")));
    assertThrows(Exception.class, () -> Await.result(lost.find(hash("s"), true, "")));
    assertThrows(Exception.class, () -> Await.result(lost.end("ann", Which.ALL, "")));
  }

  /** Whatever is done in whatever order, the same sessions live here and in the model. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void random_steps_agree_with_a_model(long seed) {
    Random random = new Random(seed);
    // The model: who lives, by id, with its secret; and who was revoked.
    Map<String, String> living = new HashMap<>();
    Set<String> revoked = new HashSet<>();
    for (int step = 0; step < 150; step++) {
      String one =
          living.isEmpty()
              ? "none"
              : List.copyOf(living.keySet()).get(random.nextInt(living.size()));
      switch (random.nextInt(7)) {
        case 0, 1, 2 -> {
          SessionStore.Created made = createNamed("u", "secret" + seed + "-" + step);
          living.put(made.session().sessionId(), "secret" + seed + "-" + step);
          living.keySet().removeAll(made.ended().sessionIds());
          revoked.addAll(made.ended().sessionIds());
        }
        case 3 -> {
          if (living.containsKey(one)) {
            assertEquals(one, find(living.get(one)).orElseThrow().sessionId(), "step " + step);
          }
        }
        case 4 -> {
          if (living.remove(one) != null) {
            age("u", one, IDLE);
          }
        }
        case 5 -> {
          end("u", Which.ONE, one);
          living.remove(one);
          revoked.add(one);
        }
        default -> {
          if (random.nextInt(4) == 0) {
            revoked.addAll(living.keySet());
            revoked.remove(one);
            end("u", Which.OTHERS, one);
            living.keySet().retainAll(Set.of(one));
          }
        }
      }
      assertEquals(living.keySet(), Set.copyOf(ids("u")), "seed " + seed + ", step " + step);
    }
    revoked.forEach(id -> assertEquals(true, isRevoked("u", id), id));
    living.keySet().forEach(id -> assertEquals(false, isRevoked("u", id), id));
  }

  private SessionStore.Created createNamed(String user, String secret) {
    return Await.result(store.create(wanted(user, secret)));
  }
}
