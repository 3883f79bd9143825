package dev.parley.cache.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.cache.feed.Page.State;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Page LOADING = Page.waitFor(1000);
  private static final Page READY = new Page(State.FRESH, 0, "a/b", "e", new byte[0], null);

  private final AtomicReference<Page> there = new AtomicReference<>(LOADING);
  private final AtomicInteger looks = new AtomicInteger();

  @AfterAll
  static void stop() {
    Await.result(Uni.createFrom().completionStage(VERTX.close().toCompletionStage()));
  }

  @Test
  void all_who_wait_look_together_and_get_the_page() {
    Waiting waiting = new Waiting(VERTX, LONG, Racers.COUNT);
    List<CompletableFuture<Page>> waiters = new ArrayList<>();
    for (int i = 0; i < Racers.COUNT; i++) {
      waiters.add(wait(waiting, "p"));
    }
    assertEquals(Racers.COUNT, waiting.waiting());
    Await.until("several looks", () -> looks.get() >= 3);
    assertTrue(waiters.stream().noneMatch(CompletableFuture::isDone));
    int before = looks.get();

    there.set(READY);

    waiters.forEach(waiter -> assertEquals(READY, Await.result(of(waiter))));
    assertTrue(looks.get() <= before + 2, () -> looks + " looks, " + before + " before");
    Await.until("nobody waits", () -> waiting.waiting() == 0);
  }

  @Test
  void time_is_bounded() {
    Waiting waiting = new Waiting(VERTX, Duration.ofMillis(60), 10);

    assertEquals(LOADING, Await.result(of(wait(waiting, "p"))));

    assertTrue(looks.get() >= 1);
    there.set(READY);
    assertEquals(READY, Await.result(of(wait(waiting, "p"))), "who comes later looks again");
  }

  @Test
  void more_than_may_wait_are_told_at_once() {
    Waiting waiting = new Waiting(VERTX, LONG, 2);
    CompletableFuture<Page> first = wait(waiting, "p");
    CompletableFuture<Page> second = wait(waiting, "q");

    assertEquals(LOADING, Await.result(of(wait(waiting, "p"))));

    assertFalse(first.isDone() || second.isDone());
    there.set(READY);
    Await.result(of(first));
    Await.result(of(second));
    Await.until("nobody waits", () -> waiting.waiting() == 0);
    assertEquals(READY, Await.result(of(wait(waiting, "p"))));
  }

  @Test
  void page_that_nobody_loads_any_more_is_not_waited_for() {
    Waiting waiting = new Waiting(VERTX, LONG, 2);
    there.set(Page.waitFor(0));

    assertTrue(Await.result(of(wait(waiting, "p"))).isAbandoned());
  }

  @Test
  void failure_is_told_and_the_next_one_looks_again() {
    Waiting waiting = new Waiting(VERTX, LONG, 2);

    assertThrows(
        IllegalStateException.class,
        () ->
            Await.result(
                waiting.next(
                    "p", LOADING, () -> Uni.createFrom().failure(new IllegalStateException()))));

    there.set(READY);
    assertEquals(READY, Await.result(of(wait(waiting, "p"))));
    assertEquals(0, waiting.waiting());
  }

  private CompletableFuture<Page> wait(Waiting waiting, String name) {
    return waiting.next(name, LOADING, this::look).subscribeAsCompletionStage();
  }

  private static <T> Uni<T> of(CompletableFuture<T> future) {
    return Uni.createFrom().completionStage(future);
  }

  private Uni<Page> look() {
    looks.incrementAndGet();
    return Uni.createFrom().item(there.get());
  }
}
