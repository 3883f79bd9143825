package dev.parley.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import dev.parley.gateway.uplink.RefusedException;
import dev.parley.routing.NodeRoutes;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WatchedUsersTest {

  private final Set<String> table = new TreeSet<>();
  private boolean redisIsDown;
  private CompletableFuture<Void> slowWrite;
  private final NodeRoutes routes =
      new NodeRoutes(subjects -> write(true, subjects), subjects -> write(false, subjects));
  private final WatchedUsers watched = new WatchedUsers(routes, 3, Duration.ofSeconds(60));
  private final Sessions sessions =
      new Sessions(
          new Deadlines(Duration.ofSeconds(1), () -> 0),
          Rates.of(1, 2, 3, () -> 0),
          new Session.Limits(1, 1));
  private final FakeTransport transport = new FakeTransport();
  private final Session ann = open("ann", transport);

  @Test
  void routes_areThereBeforeItIsAsked() {
    slowWrite = new CompletableFuture<>();
    CompletableFuture<Void> registered = registered(begin(ann, "bob", "cy"));
    assertFalse(registered.isDone());

    slowWrite.complete(null);
    registered.join();
    assertEquals(Set.of("%bob", "%cy"), table);
    assertTrue(registered(begin(ann, "bob")).isDone(), "it is there already");
  }

  @Test
  void route_isThereAsLongAsSomebodyWatches() {
    Session eve = open("eve", new FakeTransport());
    answer(begin(ann, "bob", "bob"));
    answer(begin(eve, "bob", "cy"));
    assertEquals(2, watched.count());

    watched.unwatch(ann, List.of("bob", "cy", "nobody"));
    watched.unwatch(ann, List.of("bob"));
    assertEquals(Set.of("%bob", "%cy"), table);
    watched.leave(eve);
    assertEquals(Set.of(), table);
    assertEquals(0, watched.count());
    watched.leave(eve);
  }

  @Test
  void routesThatCannotBeWritten_areARefusal() {
    redisIsDown = true;
    WatchedUsers.Question question = begin(ann, "bob");
    CompletionException failure =
        assertThrows(CompletionException.class, registered(question)::join);
    assertEquals(ErrorCode.UNAVAILABLE, ((RefusedException) failure.getCause()).code());

    watched.failed(question);
    assertEquals(0, watched.count());
  }

  @Test
  void routesThatTakeTooLong_areARefusal() {
    slowWrite = new CompletableFuture<>();
    WatchedUsers hasty = new WatchedUsers(routes, 3, Duration.ofMillis(20));
    CompletionException failure =
        assertThrows(
            CompletionException.class, registered(hasty, hasty.begin(ann, List.of("bob")))::join);
    assertEquals(ErrorCode.UNAVAILABLE, ((RefusedException) failure.getCause()).code());
  }

  @Test
  void change_isForWhoIsAllowed() {
    WatchedUsers.Question question = begin(ann, "bob", "cy");
    assertEquals(List.of(), watched.heard(status("bob", "1")));

    watched.answered(question, List.of("cy"));

    assertEquals(List.of(ann), watched.heard(status("bob", "2")));
    assertEquals(List.of(), watched.heard(status("cy", "3")));
    assertEquals(List.of("user:status 1"), transport.written);
  }

  @Test
  void changesWhileItIsAsked_areToldWhenAllowedTheLastOfEach() {
    WatchedUsers.Question question = begin(ann, "bob", "cy", "dan");
    for (String json : List.of("1", "2", "3")) {
      watched.heard(status("bob", json));
      watched.heard(status("cy", json));
    }
    watched.answered(question, List.of("cy"));

    assertEquals(List.of("user:status 3"), transport.written);
  }

  @Test
  void ownPresence_isNotToldAsWatched() {
    answer(begin(ann, "ann"));

    assertEquals(List.of(), watched.heard(status("ann", "1")));
  }

  @Test
  void limit_isOfTheSessionAndCountsNobodyTwice() {
    answer(begin(ann, "bob", "cy"));
    answer(begin(ann, "cy", "dan"));
    RefusedException refusal = assertThrows(RefusedException.class, () -> begin(ann, "bob", "eve"));
    assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    assertEquals("a connection may watch at most 3 users", refusal.getMessage());
    assertEquals(Set.of("%bob", "%cy", "%dan"), table);

    answer(begin(open("ann", new FakeTransport()), "eve"));
    watched.unwatch(ann, List.of("cy"));
    answer(begin(ann, "bob", "eve"));
    assertEquals(Set.of("%bob", "%dan", "%eve"), table);
  }

  @Test
  void failed_leavesWhoWasWatchedBefore() {
    answer(begin(ann, "bob"));
    watched.failed(begin(ann, "bob", "cy"));

    assertEquals(Set.of("%bob"), table);
    assertEquals(List.of(ann), watched.heard(status("bob", "1")));
  }

  @Test
  void failed_leavesWhoIsAskedForAgain() {
    WatchedUsers.Question first = begin(ann, "bob");
    WatchedUsers.Question second = begin(ann, "bob");
    watched.failed(first);
    assertEquals(1, watched.count());
    watched.answered(second, List.of());
    assertEquals(List.of(ann), watched.heard(status("bob", "1")));
  }

  @Test
  void refusedLater_isWatchedNoLonger() {
    answer(begin(ann, "bob"));
    watched.answered(begin(ann, "bob"), List.of("bob"));

    assertEquals(0, watched.count());
    assertEquals(Set.of(), table);
  }

  @Test
  void answer_afterTheSessionHasEndedChangesNothing() {
    WatchedUsers.Question answered = begin(ann, "bob");
    WatchedUsers.Question failed = begin(ann, "cy");
    watched.leave(ann);
    answer(answered);
    watched.failed(failed);

    assertEquals(0, watched.count());
    assertEquals(Set.of(), table);
  }

  @Test
  void answer_afterAnUnwatchChangesNothingAlsoWhenItIsWatchedAnew() {
    WatchedUsers.Question old = begin(ann, "bob");
    watched.unwatch(ann, List.of("bob"));
    WatchedUsers.Question anew = begin(ann, "bob");
    answer(old);
    assertEquals(List.of(), watched.heard(status("bob", "1")), "not known yet");

    answer(anew);
    assertEquals(List.of(ann), watched.heard(status("bob", "2")));
  }

  @Test
  void closedSession_watchesNobody() {
    ann.close(CloseCode.GOING_AWAY);

    RefusedException refusal = assertThrows(RefusedException.class, () -> begin(ann, "bob"));
    assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    assertEquals(0, watched.count());
  }

  private Session open(String user, FakeTransport over) {
    Session session = sessions.open(new Identity(user, Instant.MAX), over);
    session.ready(FakeTransport.PLAIN.event("ready", RawJson.of("{}")));
    over.written.clear();
    return session;
  }

  private WatchedUsers.Question begin(Session session, String... users) {
    return watched.begin(session, List.of(users));
  }

  private void answer(WatchedUsers.Question question) {
    registered(question).join();
    watched.answered(question, List.of());
  }

  private CompletableFuture<Void> registered(WatchedUsers.Question question) {
    return registered(watched, question);
  }

  private static CompletableFuture<Void> registered(
      WatchedUsers watched, WatchedUsers.Question question) {
    return watched.registered(question).subscribeAsCompletionStage();
  }

  private static InboxItem.Status status(String user, String json) {
    return new InboxItem.Status(user, RawJson.of(json));
  }

  private Uni<Void> write(boolean adds, Collection<String> subjects) {
    if (redisIsDown) {
      return Uni.createFrom().failure(new IOException("down"));
    }
    Uni<Void> written =
        slowWrite == null
            ? Uni.createFrom().voidItem()
            : Uni.createFrom().completionStage(slowWrite);
    return written.invoke(() -> change(adds, subjects));
  }

  private void change(boolean adds, Collection<String> subjects) {
    if (adds) {
      table.addAll(subjects);
    } else {
      table.removeAll(subjects);
    }
  }
}
