package dev.parley.gateway.watch;

import static dev.parley.gateway.watch.FakeNode.open;
import static dev.parley.gateway.watch.FakeNode.watch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.reply.WatchedPage;
import dev.parley.gateway.testing.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchedConversationsTest {

  private final FakeNode node = new FakeNode();
  private final WatchedConversations watched = node.watched(Duration.ofMinutes(5));

  @Test
  void firstSession_waitsForTheAnswerAndTheRoutes() {
    node.slow = true;
    CompletableFuture<Void> ann = open(watched, "ann");
    assertEquals(List.of("ann"), node.questions.peek().users());
    node.answer("c1", "ann", "c2", "ann");
    assertFalse(ann.isDone(), "the routes are not there");

    node.writeAll();

    assertTrue(ann.isDone());
    assertEquals(Set.of("#c1", "#c2"), node.table);
    assertEquals(Set.of("ann"), Set.copyOf(watched.usersOf("c1")));
    assertEquals(List.of(), node.resynced);
  }

  @Test
  void laterSession_needsNoQuestion() {
    known("ann", "c1");

    assertTrue(open(watched, "ann").isDone());

    assertTrue(node.questions.isEmpty());
  }

  @Test
  void secondSession_waitsForTheAnswerOfTheFirst() {
    open(watched, "ann");
    CompletableFuture<Void> second = open(watched, "ann");
    assertFalse(second.isDone());

    node.answer();

    assertTrue(second.isDone());
    assertTrue(node.questions.isEmpty());
  }

  @Test
  void stormOfConnects_isFewQuestions() {
    open(watched, "first");
    List<CompletableFuture<Void>> others =
        IntStream.range(0, 250).mapToObj(i -> open(watched, "u" + i)).toList();

    List<Integer> sizes = new ArrayList<>();
    while (!node.questions.isEmpty()) {
      sizes.add(node.answer("c1", "u7").users().size());
    }

    assertEquals(List.of(1, 100, 100, 50), sizes);
    assertTrue(others.stream().allMatch(CompletableFuture::isDone));
    assertEquals(Set.of("u7"), Set.copyOf(watched.usersOf("c1")));
  }

  @Test
  void answerOfSeveralPages_isTakenAsOne() {
    CompletableFuture<Void> ann = open(watched, "ann");
    node.answer(new WatchedPage(Map.of("c1", List.of("ann")), "c1:ann"));
    assertFalse(ann.isDone());
    assertEquals("c1:ann", node.questions.peek().after());

    node.answer(new WatchedPage(Map.of("c2", List.of("ann")), null));

    assertTrue(ann.isDone());
    assertEquals(Set.of("#c1", "#c2"), node.table);
  }

  @Test
  void lastSessionGone_leavesNothing() {
    known("ann", "c1");
    known("bob", "c1");
    open(watched, "ann");

    watched.leave("ann");
    assertEquals(2, watched.usersOf("c1").size());
    watched.leave("ann");
    assertEquals(Set.of("bob"), Set.copyOf(watched.usersOf("c1")));
    watched.leave("bob");

    assertEquals(0, watched.count());
    assertEquals(Set.of(), node.table);
    watched.leave("bob");
  }

  @Test
  void sessionGoneBeforeTheAnswer_leavesNothing() {
    CompletableFuture<Void> ann = open(watched, "ann");
    watched.leave("ann");
    assertTrue(ann.isDone(), "whoever still waits is let go");

    node.answer("c1", "ann");

    assertEquals(0, watched.count());
    assertEquals(Set.of(), node.table);
  }

  @Test
  void answerForASessionThatIsGone_isNotTakenForTheNextOne() {
    open(watched, "ann");
    watched.leave("ann");
    CompletableFuture<Void> again = open(watched, "ann");

    node.answer("old", "ann");
    assertFalse(again.isDone());
    node.answer("new", "ann");

    assertTrue(again.isDone());
    assertEquals(Set.of("#new"), node.table);
  }

  @Test
  void whatIsHeardWhileAsked_isNewerThanTheAnswer() {
    open(watched, "ann");
    watched.heard(watch("joined", true, "ann"));
    watched.heard(watch("left", false, "ann"));
    watched.heard(watch("both", true, "ann"));
    watched.heard(watch("both", false, "ann"));

    node.answer("left", "ann", "both", "ann", "member", "ann");

    assertEquals(Set.of("#joined", "#member"), node.table);
    assertTrue(watched.usersOf("left").isEmpty());
  }

  @Test
  void firstWhoJoins_isToldToResyncWhenTheRouteIsThere() {
    known("ann");
    known("bob");
    node.slow = true;

    watched.heard(watch("c1", true, "ann", "nobody"));
    assertEquals(Set.of("ann"), Set.copyOf(watched.usersOf("c1")), "at once");
    assertEquals(List.of(), node.resynced);
    node.writeAll();
    assertEquals(List.of("ann"), node.resynced);
    watched.heard(watch("c1", true, "bob"));
    node.writeAll();

    assertEquals(List.of("ann"), node.resynced, "for bob the route was there");
    assertEquals(Set.of("ann", "bob"), Set.copyOf(watched.usersOf("c1")));
  }

  @Test
  void whoWatchesAlready_isNotToldToResync() {
    known("ann", "c1");

    watched.heard(watch("c1", true, "ann"));
    watched.leave("ann");

    assertEquals(List.of(), node.resynced);
    assertEquals(Set.of(), node.table, "it is not held twice");
  }

  @Test
  void whoLeaves_isToldNothingFromThenOn() {
    known("ann", "c1");
    known("bob", "c1");

    watched.heard(watch("c1", false, "ann", "nobody"));
    assertEquals(Set.of("bob"), Set.copyOf(watched.usersOf("c1")));
    watched.heard(watch("c1", false, "bob"));
    watched.heard(watch("c1", false, "bob"));

    assertEquals(0, watched.count());
    assertEquals(Set.of(), node.table);
  }

  @Test
  void whatIsOlderThanWhatWasHeard_isPassedOver() {
    known("ann", "c1");
    known("bob", "c1");
    watched.heard(watch(8, "c1", true, "ann"));
    watched.heard(watch(9, "c1", false, "bob"));

    watched.heard(watch(7, "c1", false, "ann"));
    watched.heard(watch(7, "c1", true, "bob"));
    assertEquals(Set.of("ann"), Set.copyOf(watched.usersOf("c1")));
    watched.heard(watch(9, "c1", false, "ann"));
    watched.heard(watch(10, "c1", true, "bob"));

    assertEquals(Set.of("bob"), Set.copyOf(watched.usersOf("c1")));
    watched.heard(watch(1, "c2", true, "bob"));
    assertEquals(Set.of("bob"), Set.copyOf(watched.usersOf("c2")), "each counts its own");
  }

  @Test
  void joinedRouteThatCannotBeWritten_isTriedAgainAndThenResynced() {
    known("ann");
    node.down = true;
    watched.heard(watch("c1", true, "ann"));
    assertEquals(List.of(), node.resynced);
    node.down = false;

    node.wake();
    node.answer("c1", "ann");

    assertEquals(List.of("ann"), node.resynced);
    assertEquals(Set.of("#c1"), node.table);
  }

  @Test
  void routeOfAnAnswerThatCannotBeWritten_isTriedAgain() {
    CompletableFuture<Void> ann = open(watched, "ann");
    node.down = true;
    node.answer("c1", "ann");
    assertFalse(ann.isDone());
    node.down = false;

    node.wake();
    node.answer("c1", "ann");

    assertTrue(ann.isDone());
    assertEquals(Set.of("#c1"), node.table);
    watched.leave("ann");
    assertEquals(Set.of(), node.table, "it is not held twice");
  }

  @Test
  void answerThatIsLate_leadsToResync() {
    WatchedConversations impatient = node.watched(Duration.ofMillis(1));
    CompletableFuture<Void> ann = open(impatient, "ann");
    Backend.until("it waits no longer", ann::isDone);
    assertFalse(ann.isCompletedExceptionally());

    node.answer("c1", "ann");

    assertEquals(List.of("ann"), node.resynced);
    assertEquals(Set.of("ann"), Set.copyOf(impatient.usersOf("c1")));
  }

  @Test
  void whileNobodyAnswers_nobodyWaitsAndPausesGrow() {
    CompletableFuture<Void> ann = open(watched, "ann");
    node.refuse();
    assertFalse(ann.isDone(), "the second question may be answered in time");

    assertTrue(open(watched, "bob").isDone());
    for (int i = 0; i < 6; i++) {
      assertTrue(node.questions.isEmpty(), "it pauses");
      node.wake();
      node.refuse();
    }
    node.wake();
    node.answer("c1", "ann", "c1", "bob");

    assertEquals(
        List.of(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L),
        node.pauses.stream().map(Duration::toMillis).toList());
    assertEquals(7, watched.failures());
    assertEquals(List.of("bob"), node.resynced);
    assertTrue(ann.isDone());
    assertFalse(open(watched, "eve").isDone(), "one waits again");
  }

  @Test
  void askingAgain_bringsWhatWasLost() {
    known("ann", "left", "stays");
    known("bob", "stays");

    watched.askAgain();
    node.answer("stays", "ann", "joined", "ann", "stays", "bob");

    assertEquals(Set.of("#stays", "#joined"), node.table);
    assertEquals(List.of("ann"), node.resynced, "bob has missed nothing");
    assertTrue(watched.usersOf("left").isEmpty());
  }

  @Test
  void stop_asksNobodyAnyMore() {
    open(watched, "ann");
    node.refuse();
    watched.stop();

    assertEquals(0, node.pausing());
    assertTrue(node.questions.isEmpty());
  }

  /** A user whose first session is open, and who is a member of these. */
  private void known(String user, String... conversations) {
    CompletableFuture<Void> session = open(watched, user);
    node.answer(
        List.of(conversations).stream().flatMap(c -> Stream.of(c, user)).toArray(String[]::new));
    assertTrue(session.isDone());
  }
}
