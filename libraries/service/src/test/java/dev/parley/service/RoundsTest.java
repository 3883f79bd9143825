package dev.parley.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final AtomicInteger begun = new AtomicInteger();

  @AfterAll
  static void stop() {
    Await.result(Uni.createFrom().completionStage(VERTX.close().toCompletionStage()));
  }

  @Test
  void rounds_go_on_whatever_becomes_of_one() {
    Rounds rounds =
        new Rounds(
            "test",
            VERTX,
            () -> {
              if (begun.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("thrown");
              }
              return Uni.createFrom().failure(new IllegalStateException("failed"));
            });
    rounds.begin(Duration.ofMillis(1));

    Await.until("several", () -> begun.get() >= 4);
    rounds.end();
    assertTrue(rounds.isStopped());
  }

  @Test
  void one_round_at_a_time_and_none_after_the_end() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    AtomicInteger ticks = new AtomicInteger();
    Rounds rounds =
        new Rounds(
            "test",
            VERTX,
            () -> {
              begun.incrementAndGet();
              return Uni.createFrom().completionStage(first.copy());
            });
    rounds.begin(Duration.ofMillis(1));
    long counter = VERTX.setPeriodic(1, tick -> ticks.incrementAndGet());
    Await.until("begun", () -> begun.get() == 1);
    int seen = ticks.get();
    Await.until("time for many", () -> ticks.get() > seen + 20);
    assertEquals(1, begun.get());

    first.complete(null);
    Await.until("the next ones", () -> begun.get() > 1);
    rounds.end();
    int end = ticks.get();
    Await.until("time for one that was beginning", () -> ticks.get() > end + 20);
    int last = begun.get();
    int then = ticks.get();
    Await.until("time for many", () -> ticks.get() > then + 20);
    assertEquals(last, begun.get());
    VERTX.cancelTimer(counter);
  }

  @Test
  void round_before_its_time_waits_for_the_one_under_way() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    Rounds rounds =
        new Rounds(
            "test",
            VERTX,
            () -> {
              begun.incrementAndGet();
              return Uni.createFrom().completionStage(first.copy());
            });
    rounds.begin(Duration.ofHours(1));

    rounds.now();
    rounds.now();
    assertEquals(1, begun.get());
    first.complete(null);
    rounds.now();
    assertEquals(2, begun.get());
    rounds.end();
    rounds.now();
    assertEquals(2, begun.get());
  }
}
