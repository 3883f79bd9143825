package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.ADD_MEMBERS;
import static dev.parley.contracts.command.CommandType.CHANGE_ROLE;
import static dev.parley.contracts.command.CommandType.DELETE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.JOIN_CONVERSATION;
import static dev.parley.contracts.command.CommandType.LEAVE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.MUTE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.READ_MESSAGES;
import static dev.parley.contracts.command.CommandType.REMOVE_MEMBERS;
import static dev.parley.contracts.command.CommandType.START_TYPING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.JoinConversation;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.command.Typing;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations of more than four members are large here. All users are connected to one node. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class LargeConversationTest {

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final String cy = Harness.user("cy");
  private final String dan = Harness.user("dan");
  private final String eve = Harness.user("eve");
  private final String fay = Harness.user("fay");
  private final Gateway gateway = new Gateway();

  @BeforeEach
  void allAreConnected() {
    it.routes.add(Batch.NODE, List.of(ann, bob, cy, dan, eve, fay)).await().indefinitely();
  }

  @Test
  void up_to_the_limit_each_member_is_told() {
    String channel = channel("PT0.001S", ann, bob, cy, dan);

    process(Batch.of().send(ann, channel, "m1"));

    assertNull(it.conversation(channel).watchedFrom());
    assertEquals(List.of(sorted(ann, bob, cy, dan)), it.receivers("message:new"));
    assertEquals(List.of(), watches());
  }

  @Test
  void crossing_the_limit_tells_the_nodes_first_and_for_a_while_each_member_all_the_same() {
    String channel = channel("PT1H", ann, bob, cy, dan);

    process(
        Batch.of()
            .send(ann, channel, "m1")
            .add(JOIN_CONVERSATION, eve, new JoinConversation(channel))
            .send(bob, channel, "m2"));

    assertNotNull(it.conversation(channel).watchedFrom());
    assertEquals(watch(2, channel, true, sorted(ann, bob, cy, dan, eve)), first());
    assertEquals(1, watches().size());
    assertEquals(List.of(), it.told.broadcasts());
    process(Batch.of().send(cy, channel, "m3"));
    assertEquals(List.of(sorted(ann, bob, cy, dan, eve)), it.receivers("message:new"));
    assertEquals(List.of(), watches());
    assertEquals(List.of("m1", "system", "m2", "m3"), gateway.messagesOf(cy));
    assertEquals(List.of("system", "m2", "m3"), gateway.messagesOf(eve));
  }

  @Test
  void while_each_member_is_told_who_comes_watches_and_who_goes_does_not() {
    String channel = channel("PT1H", ann, bob, cy, dan, eve);

    process(
        Batch.of()
            .add(ADD_MEMBERS, ann, new AddMembers(channel, List.of(fay)))
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(channel, List.of(bob)))
            .send(ann, channel, "m1"));

    assertEquals(
        List.of(watch(2, channel, true, List.of(fay)), watch(3, channel, false, List.of(bob))),
        watches());
    assertEquals(sorted(ann, cy, dan, eve, fay), gateway.watchersOf(channel));
    assertEquals(List.of("system", "system", "m1"), gateway.messagesOf(fay));
    assertEquals(List.of("system"), gateway.messagesOf(bob));
    assertEquals(1, gateway.countOf(bob, "removed"));
  }

  @Test
  void after_that_who_watches_is_told_and_nobody_in_person() {
    String channel = large();

    process(Batch.of().send(ann, channel, "m1").send(bob, channel, "m2"));

    assertEquals(2, it.told.broadcasts().size());
    assertEquals(List.of(), it.told.deliveries());
    assertEquals("s-" + ann, it.told.broadcasts().get(0).exceptSession());
    assertEquals(List.of("m1", "m2"), gateway.messagesOf(eve));
    assertEquals(2, it.told.replies().size());
  }

  @Test
  void who_comes_watches_before_it_is_told() {
    String channel = large();

    process(
        Batch.of()
            .send(ann, channel, "m1")
            .add(JOIN_CONVERSATION, fay, new JoinConversation(channel))
            .send(ann, channel, "m2"));

    assertEquals(List.of("system", "m2"), gateway.messagesOf(fay));
    assertEquals(List.of("m1", "system", "m2"), gateway.messagesOf(bob));
    assertEquals(1, gateway.countOf(fay, "joined"));
    assertEquals(List.of(), it.told.deliveries());
  }

  @Test
  void who_goes_is_told_in_person_once_and_nothing_after_that() {
    String channel = large();

    process(
        Batch.of()
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(channel, List.of(bob)))
            .add(LEAVE_CONVERSATION, cy, new LeaveConversation(channel))
            .send(ann, channel, "m1"));

    assertEquals(1, gateway.countOf(bob, "members_removed"));
    assertEquals(1, gateway.countOf(cy, "member_left"));
    assertEquals(0, gateway.countOf(bob, "member_left"));
    assertEquals(List.of(), gateway.messagesOf(bob));
    assertEquals(List.of("system"), gateway.messagesOf(cy), "that bob was removed");
    assertEquals(List.of("system", "system", "m1"), gateway.messagesOf(dan));
    assertEquals(List.of(List.of(bob), List.of(cy)), it.receivers("chat:update"));
  }

  @Test
  void who_goes_and_comes_again_misses_nothing_and_gets_nothing_twice() {
    String channel = large();

    process(
        Batch.of()
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(channel, List.of(bob)))
            .send(ann, channel, "m1")
            .add(JOIN_CONVERSATION, bob, new JoinConversation(channel))
            .send(ann, channel, "m2"));

    assertEquals(List.of("system", "m2"), gateway.messagesOf(bob));
    assertEquals(List.of("system", "m1", "system", "m2"), gateway.messagesOf(cy));
  }

  @Test
  void changed_role_is_told_to_who_watches() {
    String channel = large();

    process(Batch.of().add(CHANGE_ROLE, ann, new ChangeRole(channel, bob, "admin")));

    assertEquals(1, gateway.countOf(bob, "role_changed"));
    assertEquals(1, gateway.countOf(eve, "role_changed"));
    assertEquals(List.of(), it.told.deliveries());
  }

  @Test
  void own_settings_positions_and_typing_go_by_user() {
    String channel = large();
    process(Batch.of().send(ann, channel, "m1"));

    process(
        Batch.of()
            .add(MUTE_CONVERSATION, bob, new MuteConversation(channel, true))
            .add(READ_MESSAGES, bob, new ReadMessages(channel, 1L))
            .add(START_TYPING, bob, new Typing(channel)));

    assertEquals(List.of(List.of(bob)), it.receivers("membership:changed"));
    assertEquals(List.of(sorted(ann, cy, dan, eve)), it.receivers("typing:start"));
    assertEquals(
        List.of("read:receipt"),
        it.told.broadcasts().stream().map(InboxItem.Broadcast::event).toList(),
        "of so few members all are told what one has read");
  }

  @Test
  void half_as_many_members_are_large_still_and_fewer_are_not() {
    String channel = large();
    process(Batch.of().add(REMOVE_MEMBERS, ann, new RemoveMembers(channel, List.of(cy, dan, eve))));
    assertNotNull(it.conversation(channel).watchedFrom());

    process(
        Batch.of()
            .send(ann, channel, "m1")
            .add(LEAVE_CONVERSATION, bob, new LeaveConversation(channel))
            .send(ann, channel, "m2"));

    assertNull(it.conversation(channel).watchedFrom());
    List<InboxItem> told = it.told.items;
    assertEquals(watch(5, channel, false, List.of(ann)), told.get(told.size() - 1));
    assertEquals(List.of(), gateway.watchersOf(channel));
    process(Batch.of().send(ann, channel, "m3"));
    assertEquals(List.of(List.of(ann)), it.receivers("message:new"));
    assertEquals(0, it.told.broadcasts().size());
    assertEquals(List.of("system", "m1", "system", "m2", "m3"), gateway.messagesOf(ann));
  }

  @Test
  void deleted_conversation_is_watched_no_longer() {
    String channel = large();

    process(Batch.of().add(DELETE_CONVERSATION, ann, new DeleteConversation(channel)));

    assertEquals(1, gateway.countOf(eve, "deleted"));
    assertEquals(List.of(), gateway.watchersOf(channel));
    assertNull(it.conversation(channel).watchedFrom());
  }

  @Test
  void conversation_that_is_created_with_many_members_is_large_from_the_beginning() {
    String channel = channel("PT1H", ann, bob, cy, dan, eve);

    assertNotNull(it.conversation(channel).watchedFrom());
    assertEquals(sorted(ann, bob, cy, dan, eve), gateway.watchersOf(channel));
    assertEquals(List.of(sorted(ann, bob, cy, dan, eve)), it.receivers("conversation:created"));
  }

  @Test
  void one_that_was_above_the_limit_before_there_was_one_becomes_large_with_its_next_change() {
    String channel = it.channel(ann, bob, cy, dan, eve);
    limits("PT1H");
    process(Batch.of().send(ann, channel, "m1"));
    assertNull(it.conversation(channel).watchedFrom());

    process(Batch.of().add(MUTE_CONVERSATION, ann, new MuteConversation(channel, true)));

    assertNotNull(it.conversation(channel).watchedFrom());
    assertEquals(sorted(ann, bob, cy, dan, eve), gateway.watchersOf(channel));
  }

  @Test
  void crossing_that_was_stored_and_not_told_is_told_when_it_comes_again() {
    String channel = channel("PT0.001S", ann, bob, cy, dan);
    Batch crossing =
        Batch.of()
            .add(JOIN_CONVERSATION, eve, new JoinConversation(channel))
            .send(ann, channel, "m1");
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(crossing));
    assertNotNull(it.conversation(channel).watchedFrom());
    it.forget();

    process(crossing.again());

    assertEquals(watch(2, channel, true, sorted(ann, bob, cy, dan, eve)), first());
    assertFalse(it.told.broadcasts().isEmpty(), "the time to say that they watch it is over");
    assertEquals(List.of("system", "m1"), gateway.messagesOf(eve));
    assertEquals(List.of("system", "m1"), gateway.messagesOf(dan));
  }

  @Test
  void ceasing_to_be_large_that_was_stored_and_not_told_is_told_when_it_comes_again() {
    String channel = large();
    Batch shrinking =
        Batch.of().add(REMOVE_MEMBERS, ann, new RemoveMembers(channel, List.of(bob, cy, dan, eve)));
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(shrinking));
    it.forget();

    process(shrinking.again());

    assertEquals(List.of(), gateway.watchersOf(channel));
    assertEquals(1, gateway.countOf(bob, "members_removed"));
  }

  @Test
  void what_comes_again_is_told_to_who_watches_without_anybody_s_route() {
    String channel = large();
    it.routes
        .remove(Batch.NODE, List.of(RedisKeys.conversationSubject(channel)))
        .await()
        .indefinitely();
    Batch batch = Batch.of().send(ann, channel, "m1");
    process(batch);
    assertEquals(List.of(), gateway.messagesOf(bob));

    process(batch.again());

    assertEquals(List.of("m1"), gateway.messagesOf(bob));
    assertTrue(watches().contains(first()));
  }

  /** A channel of five that is large, known to be so, and told to who watches it. */
  private String large() {
    String channel = channel("PT0.001S", ann, bob, cy, dan, eve);
    it.routes
        .add(Batch.NODE, List.of(RedisKeys.conversationSubject(channel)))
        .await()
        .indefinitely();
    assertEquals(sorted(ann, bob, cy, dan, eve), gateway.watchersOf(channel));
    return channel;
  }

  private String channel(String grace, String... members) {
    limits(grace);
    String channel = it.channel(members);
    gateway.read(it.told.items);
    return channel;
  }

  private void limits(String grace) {
    it.settings(Map.of("parley.limits.routed-by-user", "4", "parley.routing-grace", grace));
  }

  private void process(Batch batch) {
    it.process(batch);
    gateway.read(it.told.items);
  }

  private InboxItem first() {
    return it.told.items.get(0);
  }

  private static InboxItem watch(
      long revision, String channel, boolean watching, List<String> users) {
    return new InboxItem.Watch(channel, revision, users, watching);
  }

  private List<InboxItem> watches() {
    return it.told.items.stream().filter(InboxItem.Watch.class::isInstance).toList();
  }

  private static List<String> sorted(String... users) {
    return Stream.of(users).sorted().toList();
  }
}
