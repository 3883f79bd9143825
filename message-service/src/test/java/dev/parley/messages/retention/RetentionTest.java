package dev.parley.messages.retention;

import static dev.parley.messages.retention.Aged.HOUR;
import static dev.parley.messages.retention.Aged.await;
import static dev.parley.messages.retention.Aged.days;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounds over the real MongoDB; the owners are those of the service, by the real streams. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(Retaining.class)
class RetentionTest {

  private static final Duration FOR_EVER = Duration.ZERO;

  @Inject Aged chats;
  @Inject OldMessages messages;
  @Inject LeaseRepository leases;
  @Inject Owners owners;
  @Inject SeenCommands seen;

  private Instant now;

  @BeforeEach
  void begin() {
    chats.begin();
    now = chats.now;
  }

  private Retention retention(Duration maxAge, int batch) {
    return retention("r1", owners, maxAge, batch);
  }

  private Retention retention(String replica, Owners owners, Duration maxAge, int batch) {
    InstantSource clock = () -> now;
    return new Retention(messages, leases, owners, Aged.settings(maxAge, batch), replica, clock);
  }

  private void round(Duration maxAge) {
    await(retention(maxAge, 500).round());
  }

  @Test
  void oldest_messages_go_up_to_the_first_that_is_young_enough() {
    String chat = chats.chat(null, days(10), days(9), days(1), days(9));
    Retention retention = retention(days(5), 500);
    await(retention.round());

    assertEquals(List.of(3L, 4L), chats.seqs(chat), "a younger one stops");
    assertEquals(3, chats.conversation(chat).firstSeq());
    assertEquals(2, retention.expired());
    assertEquals(0, retention.failures());
  }

  @Test
  void shorter_one_of_both_limits_counts() {
    String none = chats.chat(null, days(10), days(3), HOUR);
    String longer = chats.chat(30, days(40), days(10), days(3), HOUR);
    String shorter = chats.chat(2, days(10), days(3), HOUR);
    round(FOR_EVER);
    assertEquals(List.of(1L, 2L, 3L), chats.seqs(none));
    assertEquals(List.of(2L, 3L, 4L), chats.seqs(longer));
    assertEquals(List.of(3L), chats.seqs(shorter));

    round(days(5));
    assertEquals(List.of(2L, 3L), chats.seqs(none));
    assertEquals(List.of(3L, 4L), chats.seqs(longer));
    assertEquals(List.of(3L), chats.seqs(shorter));
  }

  @Test
  void message_as_old_as_the_limit_stays() {
    String chat = chats.chat(null, days(5).plusMillis(1), days(5));
    round(days(5));
    assertEquals(List.of(2L), chats.seqs(chat));
  }

  @Test
  void limit_that_a_member_sets_counts_from_the_next_round_on() {
    String chat = chats.chat(null, days(10), HOUR);
    chats.set(chat, "retentionDays", 30);
    round(FOR_EVER);
    assertEquals(List.of(1L, 2L), chats.seqs(chat));

    chats.set(chat, "retentionDays", null);
    await(update(chat, 3));
    round(FOR_EVER);
    assertEquals(List.of(2L), chats.seqs(chat));
  }

  /** Ann is a plain member of what these tests open; the owner of a group may do it. */
  private Uni<ConversationChanged> update(String chat, int days) {
    chats.promote(chat);
    return chats.carryOut(
        CommandType.UPDATE_CONVERSATION,
        new UpdateConversation(chat, null, null, null, days),
        ConversationChanged.class);
  }

  @Test
  void much_goes_in_small_steps() {
    Duration[] ages = Collections.nCopies(7, days(10)).toArray(Duration[]::new);
    String chat = chats.chat(null, ages);
    int deletesBefore = seen.count("delete");
    Retention retention = retention(days(5), 2);
    await(retention.round());

    assertEquals(List.of(), chats.seqs(chat));
    assertEquals(7, retention.expired());
    assertEquals(4, seen.count("delete") - deletesBefore, "2 + 2 + 2 + 1");
    assertEquals(8, chats.conversation(chat).firstSeq());
  }

  @Test
  void more_conversations_than_are_found_at_once() {
    List<String> all =
        LongStream.rangeClosed(0, Retention.PAGE)
            .mapToObj(i -> chats.chat(null, days(10), HOUR))
            .toList();
    round(days(5));
    all.forEach(chat -> assertEquals(List.of(2L), chats.seqs(chat)));
  }

  @Test
  void crash_between_expiring_and_deleting_is_made_up_for_by_the_next_round() {
    String chat = chats.chat(null, days(10), days(9), HOUR);
    Retention crashing = retention("r1", this::crashAfterwards, days(5), 500);
    await(crashing.round());
    assertEquals(1, crashing.failures());
    assertEquals(0, crashing.expired());
    assertEquals(3, chats.conversation(chat).firstSeq(), "nobody sees them any more");
    assertEquals(List.of(1L, 2L, 3L), chats.seqs(chat));

    long revision = chats.conversation(chat).revision();
    Retention next = retention(days(5), 500);
    await(next.round());
    assertEquals(List.of(3L), chats.seqs(chat));
    assertEquals(2, next.expired());
    assertEquals(revision, chats.conversation(chat).revision(), "no more than deleted");
  }

  private Uni<Long> crashAfterwards(String chat, long firstSeq) {
    return owners
        .expire(chat, firstSeq)
        .map(
            first -> {
              throw new IllegalStateException("crash");
            });
  }

  @Test
  void conversation_that_fails_holds_up_no_other() {
    String bad = chats.chat(null, days(10), HOUR);
    String good = chats.chat(null, days(10), HOUR);
    Retention retention =
        retention(
            "r1",
            (chat, first) ->
                chat.equals(bad)
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : owners.expire(chat, first),
            days(5),
            500);
    await(retention.round());
    assertEquals(List.of(1L, 2L), chats.seqs(bad));
    assertEquals(List.of(2L), chats.seqs(good));
    assertEquals(1, retention.failures());

    round(days(5));
    assertEquals(List.of(2L), chats.seqs(bad));
  }

  @Test
  void round_ends_when_too_many_fail() {
    LongStream.rangeClosed(0, Retention.MAX_FAILED).forEach(i -> chats.chat(null, days(10)));
    Owners away = (id, first) -> Uni.createFrom().failure(new IllegalStateException("away"));
    Retention retention = retention("r1", away, days(5), 500);
    await(retention.round());
    assertEquals(Retention.MAX_FAILED, retention.failures());
  }

  @Test
  void owner_that_knows_of_nothing_old_ends_the_work() {
    String chat = chats.chat(null, days(10), HOUR);
    Owners ignorant = (id, first) -> Uni.createFrom().item(1L);
    Retention retention = retention("r1", ignorant, days(5), 500);
    await(retention.round());
    assertEquals(1, retention.failures());
    assertEquals(List.of(1L, 2L), chats.seqs(chat));
  }

  @Test
  void one_replica_at_a_time() {
    String chat = chats.chat(null, days(10), HOUR);
    Retention first = retention("r1", owners, days(20), 500);
    Retention second = retention("r2", owners, days(5), 500);
    await(first.round());
    await(second.round());
    assertEquals(List.of(1L, 2L), chats.seqs(chat), "the first one has the lease");
    assertEquals(0, second.failures(), "that is no failure");

    now = now.plus(HOUR);
    await(second.round());
    assertEquals(List.of(2L), chats.seqs(chat), "it has run out");
    await(first.giveBack());
    assertEquals(1, chats.leases(), "it is not the first one's");
    await(second.giveBack());
    assertEquals(0, chats.leases());
  }

  @Test
  void conversation_of_which_all_is_gone_goes_on_with_the_next_seq() {
    String chat = chats.chat(null, days(10), days(9), days(8));
    round(days(5));
    assertEquals(List.of(), chats.seqs(chat));
    assertEquals(4, chats.conversation(chat).firstSeq());
    assertEquals(3, chats.conversation(chat).lastSeq());

    chats.forget(chat);
    assertEquals(4, await(chats.send(chat, "n1")).seq());
    chats.forget(chat);
    assertEquals(5, await(chats.send(chat, "n2")).seq());
    assertEquals(List.of(4L, 5L), chats.seqs(chat));
  }

  @Test
  void deleted_conversations_are_emptied_too() {
    String chat = chats.chat(null, days(10), HOUR);
    chats.set(chat, "deletedAt", now);
    round(days(5));
    assertEquals(List.of(2L), chats.seqs(chat));
  }

  @Test
  void without_any_limit_one_query_is_all() {
    chats.chat(null, days(10), HOUR);
    int before = calls();
    int distinct = seen.count("distinct");
    round(FOR_EVER);
    assertEquals(1, seen.count("distinct") - distinct);
    assertEquals(0, calls() - before);
    assertEquals(0, chats.leases());
  }

  @Test
  void conversation_is_left_alone_until_its_oldest_message_is_old() {
    String chat = chats.chat(null, days(10), days(2));
    String empty = chats.chat(null);
    round(days(5));
    int before = seen.count("find");
    round(days(5));
    assertEquals(1, seen.count("find") - before, "there is no candidate");

    now = now.plus(days(4));
    round(days(5));
    assertEquals(List.of(), chats.seqs(chat));
    assertNull(chats.conversation(empty).firstSeq());
  }

  @Test
  void young_conversation_is_not_looked_at() {
    String chat = chats.chat(null, HOUR);
    chats.set(chat, "createdAt", now.minus(HOUR));
    int before = seen.count("find");
    round(days(5));
    assertEquals(1, seen.count("find") - before);
  }

  private int calls() {
    // Those that nothing else here makes in the background.
    return seen.count("find", "delete", "aggregate", "insert");
  }

  @Test
  void sends_go_on_meanwhile_and_get_every_seq_once() {
    String chat = chats.chat(null);
    now = now.plus(days(1)); // So everything is old as soon as it is sent.
    Retention retention = retention(HOUR, 7);
    Set<Long> accepted = new ConcurrentSkipListSet<>();
    int total = 60;
    for (int i = 0; i < total; i += 10) {
      int from = i;
      Uni<List<MessageAccepted>> sends =
          Uni.join()
              .all(
                  LongStream.range(from, from + 10L)
                      .mapToObj(n -> chats.send(chat, "s" + n))
                      .toList())
              .andFailFast();
      List<MessageAccepted> got =
          await(Uni.combine().all().unis(sends, retention.round()).with((sent, done) -> sent));
      got.forEach(one -> accepted.add(one.seq()));
      chats.set(chat, "oldestAt", chats.now.minus(days(1)));
    }
    await(retention.round());

    assertEquals(
        new TreeSet<>(LongStream.rangeClosed(1, total).boxed().toList()), new TreeSet<>(accepted));
    assertEquals(List.of(), chats.seqs(chat));
    assertEquals(total + 1, chats.conversation(chat).firstSeq());
    assertTrue(chats.conversation(chat).lastSeq() >= total);
    assertEquals(0, retention.failures());
  }
}
