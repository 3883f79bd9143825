package dev.parley.cache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsAliveTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final AtomicLong now = new AtomicLong(HOUR.toMillis() * 1_000);
  private final SessionsAlive here = alive(REDIS.client());
  private final SessionsAlive there = alive(REDIS.client());

  @Test
  void sessions_of_all_replicas_are_counted_once() {
    IntStream.range(0, 60).forEach(i -> here.used("s" + i));
    IntStream.range(40, 100).forEach(i -> there.used("s" + i));

    Await.result(here.round());
    Await.result(there.round());
    Await.result(here.round());

    assertEquals(100, here.estimate(), 3);
    assertEquals(here.estimate(), there.estimate());
  }

  @Test
  void sessions_that_are_not_used_are_forgotten_after_two_periods() {
    here.used("s1");
    Await.result(here.round());
    now.addAndGet(HOUR.toMillis());
    here.used("s2");
    Await.result(here.round());
    assertEquals(2, here.estimate());

    now.addAndGet(HOUR.toMillis());
    Await.result(here.round());
    assertEquals(1, here.estimate());

    now.addAndGet(HOUR.toMillis());
    Await.result(here.round());
    assertEquals(0, here.estimate());
  }

  @Test
  void many_are_added_in_parts() {
    IntStream.range(0, 2_500).forEach(i -> here.used("s" + i));

    Await.result(here.round());

    assertEquals(2_500, here.estimate(), 125);
  }

  @Test
  void count_ends_by_itself() {
    here.used("s1");
    Await.result(here.round());

    long left = REDIS.call(Command.PTTL, keys.sessionsUsed(1_000)).toLong();
    assertTrue(left > 0 && left <= 2 * HOUR.toMillis(), left + " ms");
  }

  @Test
  void failure_is_told_and_what_was_seen_is_kept() throws IOException {
    SessionsAlive lost = alive(REDIS.unreachable());
    lost.used("s1");

    assertThrows(Exception.class, () -> Await.result(lost.round()));
    assertThrows(Exception.class, () -> Await.result(lost.round()));
    assertEquals(0, lost.estimate());
  }

  private SessionsAlive alive(Redis redis) {
    return new SessionsAlive(redis, keys, HOUR, REDIS.vertx(), now::get);
  }
}
