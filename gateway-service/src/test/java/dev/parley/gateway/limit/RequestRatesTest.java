package dev.parley.gateway.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestRatesTest {

  private static final long SECOND = 1_000_000_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Map<String, Integer>> told = new ArrayList<>();
  private final List<UniEmitter<? super List<Long>>> answers = new ArrayList<>();
  private long now = 5 * SECOND;

  /** A connection: 10 a second, 20 at once. A user: 30, busy above 6. */
  private final RequestRates rates =
      new RequestRates(new RequestRates.Limits(10, 20, 30, 0.2, 4), this::use, meters, () -> now);

  @Test
  void connection_hasItsOwnRate() {
    RequestRate connection = rates.enter("ann");
    assertEquals(20, passed(connection, 25));
    now += SECOND / 2;
    assertEquals(5, passed(connection, 25));

    assertEquals(25, refused("connection"));
    assertEquals(0, refused("user"));
  }

  @Test
  void user_hasOneRateForAllConnections() {
    assertEquals(20, passed(rates.enter("ann"), 20));
    assertEquals(10, passed(rates.enter("ann"), 20), "30 in all");
    assertEquals(20, passed(rates.enter("bob"), 20));

    assertEquals(10, refused("user"));
  }

  @Test
  void connectionThatGoesOn_isAbused() {
    RequestRate connection = rates.enter("ann");
    passed(connection, 20);
    passed(connection, 3);
    assertFalse(connection.isAbused());

    now += RequestRate.WINDOW;
    passed(connection, 20);
    passed(connection, 3);
    assertFalse(connection.isAbused(), "the first three are long ago");

    passed(connection, 1);
    assertTrue(connection.isAbused());
  }

  @Test
  void quietUser_isNotTold() {
    RequestRate connection = rates.enter("ann");
    for (int i = 0; i < 20; i++) {
      passed(connection, 6);
      now += SECOND;
      rates.exchange();
    }

    assertEquals(List.of(), told);
  }

  @Test
  void busyUser_isToldUntilItIsQuiet() {
    RequestRate connection = rates.enter("ann");
    passed(connection, 7);
    rates.exchange();
    answer(0L);
    passed(connection, 2);
    rates.exchange();
    answer(0L);
    rates.exchange();
    passed(connection, 2);
    rates.exchange();

    assertEquals(List.of(Map.of("ann", 7), Map.of("ann", 2)), told);
  }

  @Test
  void userWhoHasUsedTooMuchElsewhere_isHeldBack() {
    RequestRate ann = rates.enter("ann");
    RequestRate bob = rates.enter("bob");
    passed(ann, 7);
    passed(bob, 7);
    rates.exchange();
    answer(SECOND, 0L);

    assertEquals(SECOND, ann.take(now));
    assertEquals(0, bob.take(now));
    now += SECOND - 1;
    assertEquals(1, ann.take(now));
    now += 1;
    assertEquals(0, ann.take(now));
  }

  @Test
  void exchangeThatFails_isCountedAndLimitsNobody() {
    RequestRate connection = rates.enter("ann");
    passed(connection, 7);
    rates.exchange();
    answers.get(0).fail(new IllegalStateException("away"));

    assertEquals(1, meters.get("parley.requests.exchange.failures").counter().count());
    assertEquals(0, connection.take(now));
    rates.exchange();
    assertEquals(List.of(Map.of("ann", 7), Map.of("ann", 1)), told);
  }

  @Test
  void exchange_isOneAtATime() {
    RequestRate connection = rates.enter("ann");
    passed(connection, 7);
    rates.exchange();
    passed(connection, 1);
    rates.exchange();
    assertEquals(1, told.size());

    answer(0L);
    rates.exchange();

    assertEquals(Map.of("ann", 1), told.get(1));
  }

  @Test
  void exchange_isBounded() {
    for (int i = 0; i < RequestRates.MAX_EXCHANGED + 10; i++) {
      passed(rates.enter("user" + i), 7);
    }
    rates.exchange();
    assertEquals(RequestRates.MAX_EXCHANGED, told.get(0).size());
    answers.get(0).complete(told.get(0).values().stream().map(used -> 0L).toList());
    rates.exchange();

    assertEquals(10, told.get(1).size(), "the others, with the next one");
  }

  @Test
  void userWhoHasLeft_isForgottenWhenItMattersNoMore() {
    RequestRate first = rates.enter("ann");
    passed(first, 20);
    rates.leave(first);
    rates.exchange();
    assertEquals(1, rates.users());
    assertEquals(10, passed(rates.enter("ann"), 20), "coming back makes nothing good");
    RequestRate quiet = rates.enter("bob");
    rates.leave(quiet);
    assertEquals(2, rates.users());

    rates.exchange();
    assertEquals(1, rates.users());
  }

  @Test
  void userWhoHasLeftForLong_isForgotten() {
    RequestRate connection = rates.enter("ann");
    passed(connection, 20);
    rates.leave(connection);
    rates.exchange();
    answer(0L);
    now += 100 * SECOND;
    rates.exchange();
    rates.exchange();

    assertEquals(0, rates.users());
  }

  @Test
  void severalThreads_getNoMoreThanThereIs() throws InterruptedException {
    AtomicInteger passed = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 8; i++) {
      threads.execute(() -> passed.addAndGet(passed(rates.enter("ann"), 20)));
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));

    assertEquals(30, passed.get());
  }

  private Uni<List<Long>> use(Map<String, Integer> used) {
    told.add(used);
    return Uni.createFrom().emitter(answers::add);
  }

  private void answer(Long... waits) {
    answers.get(answers.size() - 1).complete(List.of(waits));
  }

  private int passed(RequestRate connection, int requests) {
    int passed = 0;
    for (int i = 0; i < requests; i++) {
      passed += connection.take(now) == 0 ? 1 : 0;
    }
    return passed;
  }

  private double refused(String limit) {
    return meters.get("parley.requests.refused").tag("limit", limit).counter().count();
  }
}
