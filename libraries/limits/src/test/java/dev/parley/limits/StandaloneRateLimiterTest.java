package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneRateLimiterTest extends RateLimiterConformance {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final Policy FIVE = new Policy("five", 5, Duration.ofDays(1), Counting.ALL);

  private static Redis other;

  @BeforeAll
  static void another_replica() {
    other = REDIS.newClient();
  }

  @Override
  List<Redis> clients() {
    return List.of(REDIS.client(), other);
  }

  @Override
  RedisPipeline pipeline(Redis redis) {
    return new RedisPipeline(redis, false);
  }

  @Test
  void script_that_the_server_forgot_takes_once() {
    List<Take> takes = IntStream.range(0, 20).mapToObj(i -> Take.of("ann", FIVE, 1)).toList();
    REDIS.call(Command.SCRIPT, "FLUSH");

    List<Decision> decisions = await(limiter().take(takes));

    assertEquals(5, decisions.stream().filter(Decision::allowed).count());
    assertEquals(
        List.of(4L, 3L, 2L, 1L, 0L),
        decisions.stream().filter(Decision::allowed).map(d -> standing(d).remaining()).toList());
  }

  @Test
  void failures_are_told() throws IOException {
    RateLimiter lost = new RateLimiter(new RedisPipeline(REDIS.unreachable(), false), keys);
    List<Take> takes = List.of(Take.of("ann", FIVE, 1));

    assertThrows(Exception.class, () -> await(lost.take(takes)));
    assertThrows(Exception.class, () -> await(lost.peek(takes)));
    assertThrows(Exception.class, () -> await(lost.giveBack(takes)));
    assertThrows(Exception.class, () -> await(lost.owe(takes)));
    assertThrows(Exception.class, () -> await(lost.reset("ann", List.of(FIVE))));
    assertTrue(await(lost.take(List.of())).isEmpty());
  }
}
