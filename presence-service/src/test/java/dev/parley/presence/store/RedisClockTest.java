package dev.parley.presence.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.routing.RealRedis;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisClockTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final AtomicLong nanos = new AtomicLong();
  private final RedisClock clock = new RedisClock(REDIS.client(), nanos::get);

  @Test
  void now_is_the_servers_time() {
    long before = serverTime();
    long now = Await.result(clock.now());
    assertTrue(before <= now && now <= serverTime());
  }

  @Test
  void time_is_counted_on_without_asking() {
    long first = Await.result(clock.now());
    nanos.addAndGet(Duration.ofMillis(9_999).toNanos());

    assertEquals(first + 9_999, Await.result(clock.now()));
  }

  @Test
  void time_does_not_go_back_when_the_server_is_asked_again() {
    long first = Await.result(clock.now());
    nanos.addAndGet(Duration.ofMillis(800).toNanos());
    long counted = Await.result(clock.now());
    assertEquals(first + 800, counted);
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());

    assertTrue(Await.result(clock.now()) >= counted, "although the server is behind that");
  }

  @Test
  void time_follows_the_server_when_somebody_has_set_its_clock() {
    Await.result(clock.now());
    nanos.addAndGet(Duration.ofMillis(9_999).toNanos());
    Await.result(clock.now());
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());

    long before = serverTime();
    long now = Await.result(clock.now());
    assertTrue(before <= now && now <= serverTime());
  }

  @Test
  void failure_is_told_only_when_the_server_has_to_be_asked() throws IOException {
    RedisClock lost = new RedisClock(REDIS.unreachable(), nanos::get);

    assertThrows(Exception.class, () -> Await.result(lost.now()));
  }

  private static long serverTime() {
    Response time = REDIS.call(Command.TIME);
    return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
  }
}
