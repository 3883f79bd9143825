package dev.parley.cache.value;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.value.Values.NewValue;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Redis is killed while the cache is used, and comes back empty. */
class RedisKilledTest {

  private static final String NS = "killed";
  private static final Lifetime DAY = Lifetime.of(null, "day");

  private Vertx vertx;
  private int port;
  private RedisServer server;
  private Cache cache;
  private CacheMeters meters;

  @BeforeEach
  void start() throws IOException {
    port = RealRedis.freePort();
    server = RealRedis.start(port);
    vertx = Vertx.vertx();
    CacheServiceSettings settings = defaults();
    meters = new CacheMeters(settings);
    Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    cache =
        new Cache(
            new RedisPipeline(redis, false),
            new RedisKeys("test-" + Ids.random() + ":"),
            settings,
            meters,
            RedisClientType.STANDALONE);
  }

  @AfterEach
  void stop() throws IOException {
    vertx.closeAndAwait();
    server.stop();
  }

  @Test
  void reads_miss_and_writes_do_nothing_until_it_is_back() throws Exception {
    assertTrue(set("a"));
    assertTrue(isHit("a"));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<Void> callers =
        Uni.join()
            .all(callUntil(stop, calls), callUntil(stop, calls), callUntil(stop, calls))
            .andCollectFailures()
            .replaceWithVoid()
            .subscribeAsCompletionStage()
            .toCompletableFuture();
    Await.until("it is used", () -> calls.get() > 50);

    server.stop();

    Await.until("calls do without", () -> meters.redis().degraded() > 10);
    assertFalse(isHit("a"));
    assertFalse(set("a"));
    assertTrue(result(cache.get(NS, List.of("a"), 0)).degraded());
    assertTrue(result(cache.number(NS, "n")).degraded());
    assertTrue(result(cache.members(NS, "s")).degraded());
    assertTrue(result(cache.invalidate(NS, "")).degraded());
    assertTrue(result(cache.standing(NS, "a")).degraded());
    assertTrue(result(cache.deleteLike(NS, "*", null)).degraded());

    server = RealRedis.start(port);

    Await.until("it is kept again", () -> set("a"));
    Await.until("it is found again", () -> isHit("a"));
    stop.set(true);
    assertEquals(null, result(Uni.createFrom().completionStage(callers)), "no call has failed");
  }

  private Uni<Void> callUntil(AtomicBoolean stop, AtomicInteger calls) {
    return cache
        .get(NS, List.of("x"), 0)
        .chain(() -> write("x"))
        .invoke(calls::incrementAndGet)
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(1))
        .chain(() -> stop.get() ? Uni.createFrom().voidItem() : callUntil(stop, calls));
  }

  private boolean set(String key) {
    return result(write(key)).stored();
  }

  private Uni<Answers.Stored> write(String key) {
    NewValue value = new NewValue(key, "text/plain", new byte[] {'x'});
    return cache.set(NS, value, List.of(), DAY, Optional.empty());
  }

  private boolean isHit(String key) {
    return result(cache.get(NS, List.of(key), 0)).value(0) != null;
  }

  private static CacheServiceSettings defaults() {
    return new SmallRyeConfigBuilder()
        .withDefaultValue("quarkus.uuid", "test")
        .addDefaultInterceptors()
        .withMapping(CacheServiceSettings.class)
        .build()
        .getConfigMapping(CacheServiceSettings.class);
  }
}
