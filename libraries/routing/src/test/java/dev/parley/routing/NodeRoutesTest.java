package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRoutesTest {

  /** A route table whose answers the test gives. */
  private final Set<String> table = new TreeSet<>();

  private final Queue<Runnable> answers = new ArrayDeque<>();
  private final List<String> writes = new ArrayList<>();
  private boolean down;
  private int underWay;

  private final NodeRoutes routes =
      new NodeRoutes(users -> write("+", users), users -> write("-", users));

  @Test
  void acquire_completesWhenTheRouteIsThere() {
    CompletableFuture<Void> ann = acquire("ann");
    assertFalse(ann.isDone());

    answer();

    assertTrue(ann.isDone());
    assertEquals(Set.of("ann"), table);
  }

  @Test
  void secondSession_needsNoWrite() {
    acquire("ann");
    answerAll();

    assertTrue(acquire("ann").isDone());

    assertEquals(List.of("+[ann]"), writes);
  }

  @Test
  void secondSession_waitsForTheWriteOfTheFirst() {
    acquire("ann");
    CompletableFuture<Void> second = acquire("ann");
    assertFalse(second.isDone());

    answer();

    assertTrue(second.isDone());
  }

  @Test
  void release_ofTheLastSessionRemovesTheRoute() {
    acquire("ann");
    acquire("ann");
    answerAll();

    routes.release("ann");
    answerAll();
    assertEquals(Set.of("ann"), table);
    routes.release("ann");
    answerAll();

    assertEquals(Set.of(), table);
    assertEquals("-[ann]", writes.get(writes.size() - 1));
  }

  @Test
  void changesDuringAWrite_goTogetherIntoTheNext() {
    acquire("first");
    List<CompletableFuture<Void>> others =
        IntStream.range(0, 50).mapToObj(i -> acquire("u" + i)).toList();

    answerAll();

    assertEquals(2, writes.size(), writes.toString());
    assertTrue(others.stream().allMatch(CompletableFuture::isDone));
    assertEquals(51, table.size());
  }

  @Test
  void batch_isBounded() {
    acquire("first");
    for (int i = 0; i < NodeRoutes.MAX_BATCH + 1; i++) {
      acquire("u" + i);
    }

    answerAll();

    assertEquals(3, writes.size());
    assertEquals(NodeRoutes.MAX_BATCH + 2, table.size());
  }

  @Test
  void disconnectAndConnectDuringTheWrite_endWithTheRoute() {
    acquire("ann");
    routes.release("ann");
    CompletableFuture<Void> again = acquire("ann");

    answerAll();

    assertTrue(again.isDone());
    assertEquals(Set.of("ann"), table);
  }

  @Test
  void connectDuringTheRemoval_endsWithTheRoute() {
    acquire("ann");
    answerAll();
    routes.release("ann");
    CompletableFuture<Void> again = acquire("ann");
    assertFalse(again.isDone(), "the removal is under way");

    answerAll();

    assertTrue(again.isDone());
    assertEquals(Set.of("ann"), table);
  }

  @Test
  void connectAndDisconnectDuringTheRemoval_endWithoutTheRoute() {
    acquire("ann");
    answerAll();
    routes.release("ann");
    CompletableFuture<Void> again = acquire("ann");
    routes.release("ann");

    answerAll();

    assertEquals(Set.of(), table);
    assertTrue(again.isDone(), "whoever still waits is let go");
  }

  @Test
  void anyOrderOfEvents_endsAsTheLastWishOfEachUser() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] sessions = new int[5];
    for (int step = 0; step < 20_000; step++) {
      int user = random.nextInt(sessions.length);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          acquire("u" + user);
          sessions[user]++;
        }
        case 2, 3 -> {
          if (sessions[user] > 0) {
            routes.release("u" + user);
            sessions[user]--;
          }
        }
        default -> {
          down = random.nextInt(200) == 0;
          answer();
          down = false;
        }
      }
      assertTrue(underWay <= 1, "one write at a time, seed " + seed);
    }
    answerAll();
    routes.flush();
    answerAll();

    Set<String> wanted = new HashSet<>();
    for (int user = 0; user < sessions.length; user++) {
      if (sessions[user] > 0) {
        wanted.add("u" + user);
      }
    }
    assertEquals(wanted, table, "seed " + seed);
  }

  @Test
  void failedWrite_failsWhoWaitsAndIsDoneLater() {
    CompletableFuture<Void> ann = acquire("ann");
    CompletableFuture<Void> bob = acquire("bob");
    down = true;
    answer();
    assertTrue(ann.isCompletedExceptionally());
    assertTrue(bob.isCompletedExceptionally());
    down = false;

    routes.flush();
    answerAll();

    assertEquals(Set.of("ann", "bob"), table);
    assertTrue(acquire("ann").isDone());
  }

  @Test
  void failedRemoval_isDoneLater() {
    acquire("ann");
    answerAll();
    routes.release("ann");
    down = true;
    answer();
    down = false;

    routes.flush();
    answerAll();

    assertEquals(Set.of(), table);
  }

  @Test
  void rewrite_writesEveryUserThatHasASessionAgain() {
    acquire("ann");
    acquire("bob");
    acquire("eve");
    answerAll();
    routes.release("eve");
    answerAll();
    table.clear();

    CompletableFuture<Void> rewritten = routes.rewrite().subscribeAsCompletionStage();
    CompletableFuture<Void> late = acquire("ann");
    assertFalse(rewritten.isDone());
    assertFalse(late.isDone(), "its route is not known to be there");
    answerAll();

    assertTrue(rewritten.isDone());
    assertTrue(late.isDone());
    assertEquals(Set.of("ann", "bob"), table);
  }

  @Test
  void rewrite_failsWhenAWriteFails() {
    acquire("ann");
    answerAll();
    down = true;

    CompletableFuture<Void> rewritten = routes.rewrite().subscribeAsCompletionStage();
    answerAll();

    assertTrue(rewritten.isCompletedExceptionally());
  }

  @Test
  void rewrite_ofNobodyCompletesAtOnce() {
    assertTrue(routes.rewrite().subscribeAsCompletionStage().isDone());
    assertEquals(List.of(), writes);
  }

  @Test
  void removeAll_removesEverybodyWhateverIsReleasedLater() {
    acquire("ann");
    acquire("ann");
    acquire("bob");
    answerAll();

    CompletableFuture<Void> removed = routes.removeAll().subscribeAsCompletionStage();
    routes.release("ann");
    routes.release("bob");
    answerAll();
    routes.release("ann");
    answerAll();

    assertTrue(removed.isDone());
    assertEquals(Set.of(), table);
    assertEquals(2, writes.stream().filter(w -> w.startsWith("+")).count());
  }

  @Test
  void hold_isWrittenWhenSomebodyWantsToKnow() {
    routes.hold("#c1");
    assertFalse(routes.isConfirmed("#c1"));

    CompletableFuture<Void> known = routes.confirmed("#c1").subscribeAsCompletionStage();
    assertFalse(known.isDone());
    answerAll();

    assertTrue(known.isDone());
    assertTrue(routes.isConfirmed("#c1"));
    assertTrue(routes.confirmed("#c1").subscribeAsCompletionStage().isDone());
    assertEquals(Set.of("#c1"), table);
    assertEquals(List.of("+[#c1]"), writes);
  }

  @Test
  void confirmed_failsWhenTheRouteCannotBeWrittenAndIsTriedOn() {
    routes.hold("#c1");
    down = true;
    CompletableFuture<Void> known = routes.confirmed("#c1").subscribeAsCompletionStage();
    answer();
    assertTrue(known.isCompletedExceptionally());
    assertFalse(routes.isConfirmed("#c1"));
    down = false;

    CompletableFuture<Void> again = routes.confirmed("#c1").subscribeAsCompletionStage();
    answerAll();

    assertTrue(again.isDone() && !again.isCompletedExceptionally());
    assertEquals(Set.of("#c1"), table);
  }

  @Test
  void confirmed_ofWhatIsNotHeldHasNothingToWaitFor() {
    assertTrue(routes.confirmed("#c1").subscribeAsCompletionStage().isDone());
    assertEquals(List.of(), writes);
  }

  @Test
  void release_asOftenAsItIsHeldRemovesTheRoute() {
    routes.hold("#c1");
    routes.hold("#c1");
    routes.confirmed("#c1").subscribeAsCompletionStage();
    answerAll();

    routes.release("#c1");
    answerAll();
    assertEquals(Set.of("#c1"), table);
    routes.release("#c1");
    answerAll();

    assertEquals(Set.of(), table);
    assertFalse(routes.isConfirmed("#c1"));
  }

  private CompletableFuture<Void> acquire(String user) {
    return routes.acquire(user).subscribeAsCompletionStage();
  }

  private Uni<Void> write(String change, Collection<String> users) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              underWay++;
              writes.add(change + users);
              answers.add(() -> answer(change, users, emitter));
            });
  }

  private void answer(String change, Collection<String> users, UniEmitter<? super Void> emitter) {
    underWay--;
    if (down) {
      emitter.fail(new IOException("down"));
    } else {
      if (change.equals("+")) {
        table.addAll(users);
      } else {
        table.removeAll(users);
      }
      emitter.complete(null);
    }
  }

  private void answer() {
    Runnable next = answers.poll();
    if (next != null) {
      next.run();
    }
  }

  private void answerAll() {
    while (!answers.isEmpty()) {
      answer();
    }
  }
}
