package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With an outlet that answers when it is told to. */
class SenderTest {

  private static final long WAIT_SECONDS = 20;
  private static final int RATE = 100_000;

  private final List<byte[]> payloads = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final Sender sender = new Sender(this::take, new Entries(3, 32));

  @Test
  void closedLoop_begun_keepsItsWindowUnderWay() {
    new ClosedLoop(sender, 5).begin();
    assertEquals(5, sender.underWay());
    answer(0);
    answer(3);
    assertEquals(7, sent());
    assertEquals(5, sender.underWay());
    assertEquals(2, sender.acknowledged());
  }

  @Test
  void closedLoop_stopped_sendsNoMore() {
    ClosedLoop loop = new ClosedLoop(sender, 2);
    loop.begin();
    loop.stop();
    answer(0);
    assertEquals("1 sends were not answered", sender.problem());
    answer(1);
    assertEquals(2, sent());
    assertNull(sender.problem());
    assertArrayEquals(new long[] {1, 1, 0}, sender.perKey());
  }

  @Test
  void send_failed_isAProblemAndNotFollowed() {
    new ClosedLoop(sender, 2).begin();
    answers.get(1).completeExceptionally(new IllegalStateException("gone"));
    answer(0);
    answers.get(2).complete(null);
    assertEquals(1, sender.underWay());
    assertEquals(
        "1 sends failed, the first with: java.lang.IllegalStateException: gone", sender.problem());
  }

  @Test
  void fixedRate_unanswered_waitsAtTheBoundAndKeepsTheTimes() throws InterruptedException {
    FixedRate load = new FixedRate(sender, RATE);
    load.lateness().begin(System.nanoTime());
    load.begin();
    until(Outlet.MAX_UNDER_WAY);
    for (int i = 0; i < 100; i++) {
      answer(i);
    }
    until(Outlet.MAX_UNDER_WAY + 100);
    load.stop();
    assertEquals(Outlet.MAX_UNDER_WAY + 100, sent());
    long first = Entries.due(payloads.get(0));
    for (int i = 0; i < sent(); i++) {
      assertEquals(first + i * (1_000_000_000L / RATE), Entries.due(payloads.get(i)), "send " + i);
    }
    assertEquals(sent(), load.lateness().percentiles().count());
  }

  @Test
  void fixedRate_running_sendsNothingBeforeItIsDue() throws InterruptedException {
    List<Long> early = new ArrayList<>();
    Sender checked =
        new Sender(
            (key, payload) -> {
              if (Entries.due(payload) - System.nanoTime() > 0) {
                early.add(Entries.due(payload));
              }
              return take(key, payload);
            },
            new Entries(3, 32));
    FixedRate load = new FixedRate(checked, 500);
    load.begin();
    until(20);
    load.stop();
    assertTrue(early.isEmpty(), early.size() + " too early");
  }

  private synchronized Uni<Void> take(String key, byte[] payload) {
    assertEquals("key-" + Entries.key(payload), key);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    payloads.add(payload);
    answers.add(answer);
    notifyAll();
    return Uni.createFrom().completionStage(answer);
  }

  private void answer(int number) {
    CompletableFuture<Void> answer;
    synchronized (this) {
      answer = answers.get(number);
    }
    answer.complete(null);
  }

  private synchronized int sent() {
    return payloads.size();
  }

  private synchronized void until(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (payloads.size() < count) {
      long left = end - System.nanoTime();
      assertTrue(left > 0, "only " + payloads.size() + " sent");
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
