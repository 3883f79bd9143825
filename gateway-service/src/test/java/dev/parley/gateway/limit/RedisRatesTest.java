package dev.parley.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class RedisRatesTest {

  private static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject Backend backend;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nodesCountTogether(boolean cluster) {
    RedisRates one = rates(1, cluster);
    RedisRates two = rates(1, cluster);
    String user = "both-" + cluster;

    assertEquals(List.of(0L), use(one, Map.of(user, 1)));
    long wait = use(two, Map.of(user, 5)).get(0);

    assertTrue(wait > 0 && wait <= Duration.ofSeconds(5).toNanos(), wait + " ns");
  }

  @Test
  void answers_areInTheOrderOfTheUsers() {
    Map<String, Integer> used = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      used.put("ordered" + i, i % 3 == 0 ? 100 : 1);
    }

    List<Long> waits = use(rates(1, false), used);

    assertEquals(500, waits.size());
    for (int i = 0; i < 500; i++) {
      assertEquals(i % 3 == 0, waits.get(i) > 0, "user " + i);
    }
  }

  @Test
  void nobodyIsHeldBackForLong() {
    RedisRates rates = rates(1, false);
    use(rates, Map.of("heavy", 1_000_000));

    assertTrue(use(rates, Map.of("heavy", 1_000_000)).get(0) <= TEN_SECONDS);
  }

  @Test
  void key_goesWhenItSaysNothing() {
    RedisRates rates = rates(1_000, false);
    use(rates, Map.of("brief", 100));

    String key = keys.limit(RedisRates.POLICY, "brief");
    assertTrue(backend.call(Command.PTTL, key).toLong() <= 101);
    Backend.until("it is gone", () -> backend.call(Command.EXISTS, key).toInteger() == 0);
    assertFalse(use(rates, Map.of("brief", 1_000)).get(0) > 0, "a full bucket again");
  }

  private RedisRates rates(int rate, boolean cluster) {
    return new RedisRates(redis, keys, cluster, rate);
  }

  private static List<Long> use(RedisRates rates, Map<String, Integer> used) {
    return rates.use(used).await().atMost(Duration.ofSeconds(30));
  }
}
