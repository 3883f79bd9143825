package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.ADD_MEMBERS;
import static dev.parley.contracts.command.CommandType.CHANGE_ROLE;
import static dev.parley.contracts.command.CommandType.DELETE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.JOIN_CONVERSATION;
import static dev.parley.contracts.command.CommandType.LEAVE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.REMOVE_MEMBERS;
import static dev.parley.contracts.command.CommandType.UPDATE_CONVERSATION;
import static dev.parley.contracts.event.EventType.CHAT_UPDATE;
import static dev.parley.contracts.event.EventType.CONVERSATION_CREATED;
import static dev.parley.contracts.event.EventType.MESSAGE_NEW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.JoinConversation;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups and channels and who is in them. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class GroupTest {

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final String cy = Harness.user("cy");
  private final String dan = Harness.user("dan");
  private String group;

  @BeforeEach
  void three_in_a_group() {
    it.routes.add(Batch.NODE, List.of(ann, bob, cy, dan)).await().indefinitely();
    group = it.group(ann, bob, cy);
  }

  @Test
  void creator_owns_what_was_created_and_all_are_told() {
    assertEquals("owner", it.membership(group, ann).role());
    assertEquals("member", it.membership(group, bob).role());
    assertEquals("title", it.conversation(group).title());
    assertEquals(ann, it.conversation(group).createdBy());
    assertEquals(List.of(sorted(ann, bob, cy)), it.receivers(CONVERSATION_CREATED));
    assertEquals(3, it.created(0).conversation().memberCount());
  }

  @Test
  void creation_with_the_same_key_is_the_same_conversation() {
    CreateConversation create =
        new CreateConversation("group", List.of(bob), "k1", null, null, Map.of("a", List.of(1)));
    it.process(Batch.of().create(ann, create).create(ann, create));

    assertTrue(it.created(0).created());
    assertFalse(it.created(1).created());
    assertEquals(it.created(0).conversationId(), it.created(1).conversationId());
    assertEquals(Map.of("a", List.of(1)), it.created(1).conversation().metadata());
    assertEquals(1, it.receivers(CONVERSATION_CREATED).size());
    assertEquals(ConversationIds.created(ann, "k1"), it.created(0).conversationId());
  }

  @Test
  void members_have_a_limit_when_it_is_created_and_when_more_are_added() {
    it.settings(Map.of("parley.limits.group-members", "3"));
    it.process(
        Batch.of()
            .create(
                ann, new CreateConversation("group", List.of(bob, cy, dan), "k2", null, null, null))
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(dan)))
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(bob))));

    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(0));
    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(1));
    assertFalse(changed(2).changed());
    assertNull(it.membership(group, dan));
  }

  @Test
  void channel_has_a_limit_too() {
    it.settings(Map.of("parley.limits.channel-members", "2"));
    String channel = it.channel(ann);
    it.process(
        Batch.of()
            .add(JOIN_CONVERSATION, bob, new JoinConversation(channel))
            .add(JOIN_CONVERSATION, cy, new JoinConversation(channel)));

    assertTrue(changed(0).changed());
    assertEquals(ErrorCode.LIMIT_EXCEEDED, it.error(1));
  }

  @Test
  void details_are_changed_and_removed() {
    it.process(
        Batch.of()
            .add(
                UPDATE_CONVERSATION,
                ann,
                new UpdateConversation(group, "new", "https://x.example/a", Map.of("k", "v"), null))
            .add(UPDATE_CONVERSATION, ann, new UpdateConversation(group, "", null, null, null))
            .add(UPDATE_CONVERSATION, ann, new UpdateConversation(group, "", null, null, null))
            .add(UPDATE_CONVERSATION, bob, new UpdateConversation(group, "x", null, null, null)));

    ConversationView first = changed(0).conversation();
    assertEquals("new", first.title());
    assertEquals(Map.of("k", "v"), first.metadata());
    ConversationView second = changed(1).conversation();
    assertNull(second.title());
    assertEquals("https://x.example/a", second.avatarUrl());
    assertTrue(second.revision() > first.revision());
    assertFalse(changed(2).changed());
    assertEquals(ErrorCode.FORBIDDEN, it.error(3));
    assertNull(it.conversation(group).title());
    assertEquals("{\"k\":\"v\"}", it.conversation(group).metadata());
    assertEquals(second.revision(), it.conversation(group).revision());
    assertEquals(2, it.receivers(CHAT_UPDATE).size());
    it.forget();
    it.process(Batch.of().add(UPDATE_CONVERSATION, ann, update("t")));
    assertEquals(second.revision() + 1, changed(0).conversation().revision());
  }

  @Test
  void added_members_take_part_from_then_on() {
    it.process(Batch.of().send(ann, group, "a1").send(bob, group, "b1"));
    it.process(
        Batch.of()
            .send(dan, group, "early")
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(dan, bob)))
            .send(dan, group, "d1"));

    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(0));
    assertEquals(4, changed(1).conversation().memberCount());
    assertEquals(4, it.accepted(2).seq());
    ChatUpdate update = it.events(CHAT_UPDATE, ChatUpdate.class).get(0);
    assertEquals("members_added", update.change());
    assertEquals(ann, update.by());
    assertEquals(List.of(dan), update.members().stream().map(m -> m.userId()).toList());
    assertEquals(List.of(sorted(ann, bob, cy, dan)), it.receivers(CHAT_UPDATE));
    assertEquals(2, it.membership(group, dan).joinedSeq());
    assertTrue(it.membership(group, dan).readSeq() >= 2, "nothing to catch up with");
  }

  @Test
  void change_of_members_is_noted_in_the_conversation_also_for_who_made_it() {
    it.process(Batch.of().add(ADD_MEMBERS, ann, new AddMembers(group, List.of(dan))));

    MessageNew note = it.events(MESSAGE_NEW, MessageNew.class).get(0);
    assertEquals("system", note.content().type());
    assertEquals("members_added", note.content().system().change());
    assertEquals(List.of(dan), note.content().system().userIds());
    assertEquals(1, note.seq());
    var delivery =
        it.told.deliveries().stream().filter(d -> d.event().equals(MESSAGE_NEW)).findFirst();
    assertEquals("", delivery.orElseThrow().exceptSession());
  }

  @Test
  void removed_members_are_told_and_take_no_part() {
    it.process(
        Batch.of()
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(bob, dan)))
            .send(bob, group, "late")
            .add(REMOVE_MEMBERS, cy, new RemoveMembers(group, List.of(ann)))
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(bob))));

    assertEquals(2, changed(0).conversation().memberCount());
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(1));
    assertEquals(ErrorCode.FORBIDDEN, it.error(2));
    assertFalse(changed(3).changed());
    assertEquals(List.of(sorted(ann, bob, cy)), it.receivers(CHAT_UPDATE));
    assertNotNull(it.membership(group, bob).leftAt());
    it.forget();
    it.process(Batch.of().send(bob, group, "later"));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(0));
  }

  @Test
  void who_was_removed_can_be_added_again_and_keeps_the_position() {
    it.process(
        Batch.of()
            .send(bob, group, "b1")
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(bob)))
            .send(ann, group, "a1")
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(bob)))
            .send(bob, group, "b2"));

    assertFalse(it.accepted(4).seq() == 0);
    assertNull(it.membership(group, bob).leftAt());
    assertTrue(it.membership(group, bob).readSeq() >= 3);
  }

  @Test
  void roles_are_changed_by_owners_and_one_of_them_stays() {
    it.process(
        Batch.of()
            .add(CHANGE_ROLE, ann, new ChangeRole(group, bob, "admin"))
            .add(UPDATE_CONVERSATION, bob, update("by bob"))
            .add(CHANGE_ROLE, bob, new ChangeRole(group, cy, "admin"))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, ann, "member"))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, cy, "owner"))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, ann, "member"))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, bob, "owner"))
            .add(CHANGE_ROLE, cy, new ChangeRole(group, dan, "admin")));

    assertTrue(changed(0).changed());
    assertEquals("by bob", changed(1).conversation().title());
    assertEquals(ErrorCode.FORBIDDEN, it.error(2));
    assertEquals(ErrorCode.FORBIDDEN, it.error(3));
    assertTrue(changed(4).changed());
    assertTrue(changed(5).changed());
    assertEquals(ErrorCode.FORBIDDEN, it.error(6));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(7));
    assertEquals("owner", it.membership(group, cy).role());
    assertEquals("member", it.membership(group, ann).role());
  }

  @Test
  void last_owner_who_leaves_is_followed_by_who_has_most_to_say() {
    it.process(
        Batch.of()
            .add(CHANGE_ROLE, ann, new ChangeRole(group, cy, "admin"))
            .add(LEAVE_CONVERSATION, ann, new LeaveConversation(group))
            .send(ann, group, "late")
            .add(LEAVE_CONVERSATION, ann, new LeaveConversation(group)));

    assertTrue(changed(1).changed());
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(2));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(3));
    assertEquals("owner", it.membership(group, cy).role());
    assertEquals("member", it.membership(group, bob).role());
  }

  @Test
  void only_channels_are_joined() {
    String channel = it.channel(ann);
    it.process(
        Batch.of()
            .add(JOIN_CONVERSATION, dan, new JoinConversation(group))
            .add(JOIN_CONVERSATION, dan, new JoinConversation(channel))
            .add(JOIN_CONVERSATION, dan, new JoinConversation(channel))
            .send(dan, channel, "d1"));

    assertEquals(ErrorCode.FORBIDDEN, it.error(0));
    assertTrue(changed(1).changed());
    assertFalse(changed(2).changed());
    assertEquals(2, it.accepted(3).seq(), "after the note");
  }

  @Test
  void deleted_conversation_is_gone_for_everybody() {
    it.process(
        Batch.of()
            .add(DELETE_CONVERSATION, bob, new DeleteConversation(group))
            .add(DELETE_CONVERSATION, ann, new DeleteConversation(group))
            .send(bob, group, "late")
            .add(DELETE_CONVERSATION, ann, new DeleteConversation(group)));

    assertEquals(ErrorCode.FORBIDDEN, it.error(0));
    assertNotNull(changed(1).conversation().deletedAt());
    assertEquals(ErrorCode.NOT_FOUND, it.error(2));
    assertEquals(ErrorCode.NOT_FOUND, it.error(3));
    assertEquals(List.of(sorted(ann, bob, cy)), it.receivers(CHAT_UPDATE));
    it.forget();
    it.process(Batch.of().send(ann, group, "later"));
    assertEquals(ErrorCode.NOT_FOUND, it.error(0));
  }

  @Test
  void direct_conversations_stay_as_they_are() {
    String direct = it.conversation(ann, bob);
    it.process(
        Batch.of()
            .add(ADD_MEMBERS, ann, new AddMembers(direct, List.of(cy)))
            .add(LEAVE_CONVERSATION, ann, new LeaveConversation(direct))
            .add(UPDATE_CONVERSATION, ann, new UpdateConversation(direct, "t", null, null, null))
            .add(DELETE_CONVERSATION, ann, new DeleteConversation(direct)));

    for (int i = 0; i < 4; i++) {
      assertEquals(ErrorCode.FORBIDDEN, it.error(i));
    }
    assertEquals(1, it.conversation(direct).revision());
  }

  @Test
  void what_was_stored_and_not_told_is_told_by_the_redelivery_and_noted_once() {
    Batch batch =
        Batch.of()
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(dan)))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, bob, "owner"))
            .add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(cy)))
            .add(LEAVE_CONVERSATION, dan, new LeaveConversation(group));
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.forget();
    it.process(batch.again());

    for (int i = 0; i < 4; i++) {
      assertTrue(changed(i).changed(), "command " + i);
    }
    assertEquals(
        List.of("members_added", "role_changed", "members_removed", "member_left"),
        it.events(CHAT_UPDATE, ChatUpdate.class).stream().map(ChatUpdate::change).toList());
    assertEquals(3, it.stored(group).size(), "one note each");
    assertNotNull(it.membership(group, dan).leftAt());
    assertNotNull(it.membership(group, cy).leftAt());
    assertEquals("owner", it.membership(group, bob).role());
  }

  @Test
  void what_was_refused_before_a_crash_is_refused_after_it() {
    Batch batch =
        Batch.of()
            .send(dan, group, "early")
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(dan)))
            .add(UPDATE_CONVERSATION, cy, update("by cy"))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, cy, "admin"));
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.forget();
    it.process(batch.again());

    assertEquals(ErrorCode.FORBIDDEN, it.error(0));
    assertTrue(changed(1).changed());
    assertEquals(ErrorCode.FORBIDDEN, it.error(2));
    assertTrue(changed(3).changed());
    assertEquals("title", it.conversation(group).title());
    assertEquals(1, it.stored(group).size(), "the note");
  }

  @Test
  void deletion_that_was_not_told_is_told_by_the_redelivery() {
    Batch batch = Batch.of().add(DELETE_CONVERSATION, ann, new DeleteConversation(group));
    it.told.failNextEvents = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.process(batch.again());

    assertNotNull(changed(0).conversation().deletedAt());
    assertEquals(1, it.receivers(CHAT_UPDATE).size());
  }

  private UpdateConversation update(String title) {
    return new UpdateConversation(group, title, null, null, null);
  }

  private ConversationChanged changed(int request) {
    return it.result(request, ConversationChanged.class);
  }

  private static List<String> sorted(String... users) {
    return Stream.of(users).sorted().toList();
  }
}
