package dev.parley.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UserConnections.Connection;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  /** What was told and waits for its answer. */
  private record Told(String user, UserConnections what, UniEmitter<? super Void> answer) {}

  private final Sessions sessions =
      new Sessions(
          new Deadlines(Duration.ofSeconds(1), () -> 0),
          Rates.of(1, 2, 3, () -> 0),
          new Session.Limits(1, 1));
  private final Queue<Told> told = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final Queue<Runnable> timers = new ArrayDeque<>();
  private Duration patience = Duration.ofSeconds(60);

  @Test
  void change_isToldAtOnce() {
    Announcer announcer = announcer();
    Session phone = open("ann", "phone");
    announcer.changed("ann");

    assertEquals(
        List.of(new Connection(phone.id(), "phone", phone.activity().connectedAt(), 0)),
        answer("ann", 1));
    assertEquals(0, announcer.waiting());
    assertEquals(1, announcer.told());
  }

  @Test
  void change_ofManyGoesInOneRoundAfterTheOneUnderWay() {
    Announcer announcer = announcer();
    announcer.changed("ann");
    announcer.changed("bob");
    announcer.changed("cy");
    announcer.changed("bob");
    assertEquals(1, told.size());
    assertEquals(2, announcer.waiting());

    answer("ann", 1);

    assertEquals(2, told.size());
    answer("bob", 2);
    answer("cy", 3);
    assertEquals(0, told.size());
  }

  @Test
  void whatIsTold_isWhatIsSoThen() {
    Announcer announcer = announcer();
    announcer.changed("somebody");
    Session phone = open("ann", "phone");
    announcer.changed("ann");
    Session laptop = open("ann", "laptop");
    announcer.changed("ann");
    sessions.remove(phone);
    answer("somebody", 1);

    assertEquals(List.of("laptop"), devices(answer("ann", 2)));
    sessions.remove(laptop);
    announcer.changed("ann");
    assertEquals(List.of(), answer("ann", 3));
  }

  @Test
  void changedWhileTold_isToldAgain() {
    Announcer announcer = announcer();
    announcer.changed("ann");
    open("ann", "phone");
    announcer.changed("ann");

    assertEquals(List.of(), answer("ann", 1));
    assertEquals(List.of("phone"), devices(answer("ann", 2)));
  }

  @Test
  void round_isBounded() {
    Announcer announcer = announcer();
    announcer.changed("first");
    IntStream.range(0, 2_500).forEach(i -> announcer.changed("u" + i));
    answerAll();

    assertEquals(Announcer.MAX_ROUND, told.size());
    answerAll();
    assertEquals(Announcer.MAX_ROUND, told.size());
    answerAll();
    assertEquals(500, told.size());
    answerAll();
    assertEquals(0, told.size());
    assertEquals(2_501, announcer.told());
  }

  @Test
  void whoCouldNotBeTold_isToldAfterAPauseThatDoubles() {
    Announcer announcer = announcer();
    announcer.changed("ann");
    fail();
    announcer.changed("bob");
    assertEquals(0, told.size(), "it is paused");
    assertEquals(2, announcer.waiting());
    for (int i = 0; i < 6; i++) {
      timers.remove().run();
      assertEquals(2, told.size());
      fail();
      fail();
    }

    assertEquals(
        List.of(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L),
        pauses.stream().map(Duration::toMillis).toList());
    assertEquals(13, announcer.failures());
    timers.remove().run();
    answerAll();
    announcer.changed("ann");
    fail();
    assertEquals(200, pauses.get(pauses.size() - 1).toMillis(), "from the beginning");
  }

  @Test
  void oneThatFails_doesNotHoldBackOthersOfItsRound() {
    Announcer announcer = announcer();
    announcer.changed("first");
    announcer.changed("ann");
    announcer.changed("bob");
    answer("first", 1);
    fail();
    answer("bob", 3);

    assertEquals(1, announcer.waiting());
    timers.remove().run();
    answer("ann", 4);
  }

  @Test
  void roundWithoutAnEnd_isGivenUp() {
    patience = Duration.ofMillis(20);
    Announcer announcer = announcer();
    announcer.changed("ann");

    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (announcer.failures() == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(1, announcer.failures());
    assertEquals(1, announcer.waiting());
  }

  @Test
  void tellAll_isOfWhoIsHere() {
    Announcer announcer = announcer();
    open("ann", "phone");
    open("bob", "tablet");
    sessions.remove(open("cy", "gone"));
    announcer.tellAll();

    answerAll();
    answerAll();
    assertEquals(2, announcer.told());
  }

  @Test
  void settled_waitsUntilEverybodyIsTold() {
    Announcer announcer = announcer();
    assertTrue(settled(announcer).isDone());
    announcer.changed("ann");
    announcer.changed("bob");
    CompletableFuture<Void> settled = settled(announcer);
    answer("ann", 1);
    assertFalse(settled.isDone());
    answer("bob", 2);
    assertTrue(settled.isDone());
  }

  @Test
  void settled_doesNotPauseAndFailsWithTheNextFailure() {
    Announcer announcer = announcer();
    announcer.changed("ann");
    fail();
    CompletableFuture<Void> settled = settled(announcer);
    assertEquals(0, timers.size());
    assertFalse(settled.isDone());
    fail();
    assertTrue(settled.isCompletedExceptionally());
    assertEquals(1, timers.size(), "it is tried on");
  }

  @Test
  void stop_leavesNothing() {
    Announcer announcer = announcer();
    announcer.changed("ann");
    fail();
    announcer.stop();
    assertEquals(0, timers.size());
    assertEquals(0, announcer.waiting());

    announcer.changed("bob");
    answer("bob", 2);
  }

  /** Whatever comes, goes and fails in between: the last that is told is what is so. */
  @Test
  void inTheEnd_everythingIsTold() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Announcer announcer = announcer();
      Map<String, UserConnections> heard = new HashMap<>();
      List<Session> open = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        doSomething(random, announcer, open, heard);
      }
      while (!told.isEmpty() || !timers.isEmpty()) {
        if (told.isEmpty()) {
          timers.remove().run();
        } else {
          hear(told.remove(), heard);
        }
      }
      for (Map.Entry<String, UserConnections> last : heard.entrySet()) {
        List<String> ids = last.getValue().connections().stream().map(c -> c.session()).toList();
        List<String> there = sessions.ofUser(last.getKey()).stream().map(Session::id).toList();
        assertEquals(there, ids, "seed " + seed);
      }
      open.forEach(sessions::remove);
    }
  }

  private void doSomething(
      Random random, Announcer announcer, List<Session> open, Map<String, UserConnections> heard) {
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        Session session = open("u" + random.nextInt(4), "d");
        open.add(session);
        announcer.changed(session.userId());
      }
      case 2 -> {
        if (!open.isEmpty()) {
          Session session = open.remove(random.nextInt(open.size()));
          sessions.remove(session);
          announcer.changed(session.userId());
        }
      }
      case 3 -> {
        if (!told.isEmpty()) {
          Told next = told.remove();
          if (random.nextBoolean()) {
            hear(next, heard);
          } else {
            next.answer().fail(new IOException("lost"));
          }
        }
      }
      default -> {
        if (!timers.isEmpty()) {
          timers.remove().run();
        }
      }
    }
  }

  @Test
  void nobodyToTell_nothingIsToldNorKept() {
    Announcer announcer = new Announcer(false, "n1", sessions, this::tell, this::after, patience);
    open("ann", "phone");
    announcer.changed("ann");
    announcer.tellAll();

    assertTrue(told.isEmpty());
    assertEquals(0, announcer.waiting());
    assertTrue(settled(announcer).isDone());
  }

  private static void hear(Told next, Map<String, UserConnections> heard) {
    UserConnections before = heard.put(next.user(), next.what());
    assertTrue(before == null || before.number() < next.what().number());
    next.answer().complete(null);
  }

  private Announcer announcer() {
    return new Announcer(true, "n1", sessions, this::tell, this::after, patience);
  }

  private Uni<Void> tell(String user, UserConnections what) {
    return Uni.createFrom().emitter(answer -> told.add(new Told(user, what, answer)));
  }

  private Runnable after(Duration pause, Runnable task) {
    pauses.add(pause);
    timers.add(task);
    return () -> timers.remove(task);
  }

  private Session open(String user, String device) {
    return sessions.open(new Identity(user, Instant.MAX).onDevice(device), new FakeTransport());
  }

  private static CompletableFuture<Void> settled(Announcer announcer) {
    return announcer.settled().subscribeAsCompletionStage();
  }

  private static List<String> devices(List<Connection> connections) {
    return connections.stream().map(Connection::device).toList();
  }

  private List<Connection> answer(String user, long number) {
    Told next = told.remove();
    assertEquals(user, next.user());
    assertEquals("n1", next.what().node());
    assertEquals(number, next.what().number());
    next.answer().complete(null);
    return next.what().connections();
  }

  /** Answers what was told up to now. */
  private void answerAll() {
    List<Told> now = List.copyOf(told);
    told.clear();
    now.forEach(next -> next.answer().complete(null));
  }

  private void fail() {
    told.remove().answer().fail(new IOException("nobody there"));
  }
}
