package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.redisstreams.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private static TestRedis redis;
  private final String channel = TestRedis.uniqueStream();
  private final AtomicInteger calls = new AtomicInteger();
  private Signals signals;

  @BeforeAll
  static void start() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    signals = new Signals(redis.access());
  }

  @AfterEach
  void close() {
    signals.close();
    TestRedis.until("nobody is subscribed", () -> subscribers() == 0);
  }

  @Test
  void listener_isCalledOnceWhenItsSubscriptionTakesEffectAndForEachMessage() {
    subscribe(channel, calls);
    publish(channel);
    publish(channel);
    TestRedis.until("three calls", () -> calls.get() == 3);
  }

  @Test
  void listener_isNotCalledForOtherChannels() {
    AtomicInteger others = new AtomicInteger();
    subscribe(channel, calls);
    subscribe(channel + ":other", others);
    publish(channel + ":other");
    TestRedis.until("the other's message", () -> others.get() == 2);
    assertEquals(1, calls.get());
  }

  @Test
  void listeners_ofOneChannelAreAllCalledOnOneEventLoop() {
    AtomicReference<Context> first = new AtomicReference<>();
    AtomicReference<Context> second = new AtomicReference<>();
    signals.start();
    signals.subscribe(channel, () -> first.set(Vertx.currentContext()));
    signals.subscribe(channel, () -> second.set(Vertx.currentContext()));
    TestRedis.until("both called", () -> first.get() != null && second.get() != null);
    assertSame(first.get(), second.get());
  }

  @Test
  void listener_thatFailsKeepsNobodyElseFromTheSignal() {
    signals.start();
    signals.subscribe(
        channel,
        () -> {
          throw new IllegalStateException("of the test");
        });
    signals.subscribe(channel, calls::incrementAndGet);
    TestRedis.until("the subscription", () -> calls.get() == 1);
    publish(channel);
    TestRedis.until("the message", () -> calls.get() == 2);
  }

  @Test
  void connection_isOpenedAtTheFirstSubscription() {
    signals.start();
    AtomicInteger done = new AtomicInteger();
    Signals other = new Signals(redis.access());
    other.start();
    other.subscribe(channel, done::incrementAndGet);
    TestRedis.until("the other's subscription", () -> done.get() == 1);
    assertEquals(1, subscribers());
    other.close();
  }

  @Test
  void subscriptions_beforeTheStartTakeEffectWithIt() {
    signals.subscribe(channel, calls::incrementAndGet);
    signals.start();
    TestRedis.until("the subscription", () -> calls.get() == 1);
  }

  @Test
  void lostConnection_comesBackWithAllSubscriptionsAndTellsEveryListener() {
    AtomicInteger others = new AtomicInteger();
    subscribe(channel, calls);
    subscribe(channel + ":other", others);
    redis.run(Command.CLIENT, "KILL", "TYPE", "pubsub");
    TestRedis.until("both told again", () -> calls.get() == 2 && others.get() == 2);
    publish(channel);
    publish(channel + ":other");
    TestRedis.until("both hear again", () -> calls.get() == 3 && others.get() == 3);
  }

  @Test
  void restartedRedis_isSubscribedToAgain() {
    subscribe(channel, calls);
    redis.stop();
    redis.start();
    TestRedis.until("told again", () -> calls.get() == 2);
    publish(channel);
    TestRedis.until("heard again", () -> calls.get() == 3);
  }

  @Test
  void unsubscribedListener_isNotCalledAndTheLastOneEndsTheSubscription() {
    Runnable gone = calls::incrementAndGet;
    AtomicInteger stays = new AtomicInteger();
    signals.start();
    signals.subscribe(channel, gone);
    signals.subscribe(channel, stays::incrementAndGet);
    TestRedis.until("both", () -> calls.get() == 1 && stays.get() == 1);
    signals.unsubscribe(channel, gone);
    TestRedis.until(
        "the message",
        () -> {
          publish(channel);
          return stays.get() > 2;
        });
    int before = calls.get();
    int heard = stays.get();
    publish(channel);
    TestRedis.until("one more message", () -> stays.get() > heard);
    assertEquals(before, calls.get());
  }

  @Test
  void lastListener_endsTheSubscription() {
    Runnable only = calls::incrementAndGet;
    signals.start();
    signals.subscribe(channel, only);
    TestRedis.until("the subscription", () -> calls.get() == 1);
    signals.unsubscribe(channel, only);
    TestRedis.until("nobody listens", () -> publish(channel) == 0);
    signals.subscribe(channel, only);
    TestRedis.until("the subscription", () -> calls.get() == 2);
  }

  @Test
  void silence_isProbedAndEndsNoConnectionThatAnswers() {
    signals = new Signals(redis.access(), Duration.ofSeconds(2));
    signals.start();
    signals.subscribe(channel, calls::incrementAndGet);
    TestRedis.until("the subscription", () -> calls.get() == 1);
    String id = pubsubClients();
    long before = subscribeCommands();
    TestRedis.until("some probes", () -> subscribeCommands() >= before + 2);
    assertEquals(id, pubsubClients());
    assertEquals(1, calls.get());
  }

  @Test
  void close_reallyClosesTheConnection() {
    subscribe(channel, calls);
    assertEquals(1, subscribers());
    signals.close();
    TestRedis.until("no subscriber", () -> subscribers() == 0);
    assertEquals(0, publish(channel));
  }

  private void subscribe(String name, AtomicInteger counter) {
    signals.start();
    int before = counter.get();
    signals.subscribe(name, counter::incrementAndGet);
    TestRedis.until("subscribed", () -> counter.get() == before + 1);
  }

  private static long publish(String name) {
    return redis.run(Command.PUBLISH, name, "x").toLong();
  }

  private static String pubsubClients() {
    return redis
        .run(Command.CLIENT, "LIST", "TYPE", "pubsub")
        .toString()
        .replaceAll("(?m)^(id=\\d+) .*$", "$1");
  }

  private static long subscribers() {
    return redis
        .run(Command.CLIENT, "LIST", "TYPE", "pubsub")
        .toString()
        .lines()
        .filter(line -> line.startsWith("id="))
        .count();
  }

  private static long subscribeCommands() {
    return redis
        .run(Command.INFO, "commandstats")
        .toString()
        .lines()
        .filter(line -> line.startsWith("cmdstat_subscribe:calls="))
        .map(line -> line.replaceAll("^.*?calls=(\\d+),.*$", "$1"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
