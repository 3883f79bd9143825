package dev.parley.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that change while tokens come, at a server that is not always there. */
class TokenKeysTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final KeyPair OLD = Issuer.rsa();
  private static final KeyPair NEW = Issuer.rsa();

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private volatile String answer = Issuer.jwks(Issuer.jwk("old", OLD));
  private volatile boolean slow;

  private Vertx vertx;
  private HttpServer server;
  private TokenKeys keys;
  private TokenCheck check;

  @BeforeEach
  void start() throws IOException {
    Metrics.addRegistry(meters);
    vertx = Vertx.vertx();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/keys",
        exchange -> {
          requests.incrementAndGet();
          if (slow) {
            await(mayAnswer);
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    keys = keys(Duration.ofHours(1));
    check =
        new TokenCheck(
            keys,
            new KeyedParser(keys),
            TokenRules.of(Issuer.NAME, Optional.empty(), Duration.ZERO));
  }

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    keys.stop(null);
    server.stop(0);
    threads.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    Metrics.removeRegistry(meters);
  }

  @Test
  void unknownName_hasTheKeysReadAgainAndWaits() {
    assertTrue(isGood(token("old", OLD)));
    rotate();
    later(TokenKeys.PAUSE);

    assertTrue(isGood(token("new", NEW)));
    assertFalse(isGood(token("old", OLD)), "the key that is gone");
    assertEquals(2, requests.get());
  }

  @Test
  void unknownName_hasThemReadOnlyOnceInAWhile() {
    later(TokenKeys.PAUSE);
    for (int i = 0; i < 50; i++) {
      assertFalse(isGood(token("made-up-" + i, NEW)));
    }
    assertEquals(2, requests.get());

    later(TokenKeys.PAUSE.minusSeconds(1));
    assertFalse(isGood(token("made-up", NEW)));
    assertEquals(2, requests.get());
    later(Duration.ofSeconds(1));
    assertFalse(isGood(token("made-up", NEW)));
    assertEquals(3, requests.get());
  }

  @Test
  void unknownName_keepsNoOtherTokenWaiting() {
    slow = true;
    rotate();
    later(TokenKeys.PAUSE);
    var waiting = check.verify(token("new", NEW)).subscribeAsCompletionStage();

    assertTrue(isGood(token("old", OLD)), "on this thread, while the server does not answer");
    assertFalse(waiting.isDone());
    mayAnswer.countDown();
    assertTrue(waiting.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().isPresent());
  }

  @Test
  void badSignature_isNoReasonToReadAgain() {
    later(TokenKeys.PAUSE);

    assertFalse(isGood(token("old", NEW)));
    assertEquals(1, requests.get());
  }

  @Test
  void failure_keepsTheKeysAndIsCounted() {
    answer = "";
    later(TokenKeys.PAUSE);
    assertFalse(isGood(token("new", NEW)));
    assertEquals(1, failures());
    assertTrue(isGood(token("old", OLD)));

    answer = "{\"keys\":[]}";
    later(TokenKeys.PAUSE);
    assertFalse(isGood(token("new", NEW)));
    assertEquals(2, failures());
    assertTrue(isGood(token("old", OLD)));

    rotate();
    later(TokenKeys.PAUSE);
    assertTrue(isGood(token("new", NEW)));
    assertEquals(2, failures());
  }

  @Test
  void keys_areReadAgainFromTimeToTimeUntilTheEnd() {
    keys = keys(Duration.ofSeconds(1));
    keys.start(null);
    int before = requests.get();

    until(() -> requests.get() >= before + 2);
  }

  private TokenKeys keys(Duration refresh) {
    String location = "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    return new TokenKeys(new KeySource(location), refresh, vertx, clock::get);
  }

  private void rotate() {
    answer = Issuer.jwks(Issuer.jwk("new", NEW));
  }

  private void later(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private double failures() {
    return meters.counter("parley.token.keys.failures").count();
  }

  private boolean isGood(String token) {
    return check.verify(token).await().atMost(PATIENCE).isPresent();
  }

  private static String token(String id, KeyPair key) {
    return Issuer.sign(Issuer.claims(), "RS256", key.getPrivate(), id);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "never");
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
