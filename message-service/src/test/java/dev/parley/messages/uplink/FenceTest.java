package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.ADD_MEMBERS;
import static dev.parley.contracts.command.CommandType.CHANGE_ROLE;
import static dev.parley.contracts.command.CommandType.EDIT_MESSAGE;
import static dev.parley.contracts.command.CommandType.REMOVE_MEMBERS;
import static dev.parley.contracts.command.CommandType.UPDATE_CONVERSATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.ConflictException;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that both take themselves for the owner: one was paused beyond its lease and does
 * not know what the other has done since.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class FenceTest {

  @Inject Harness old;
  @Inject Harness owner;
  @Inject MembershipRepository memberships;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final String cy = Harness.user("cy");
  private String group;

  @BeforeEach
  void both_know_the_group() {
    group = old.group(ann, bob);
    old.process(Batch.of().send(bob, group, "b1", "one"));
    owner.process(Batch.of().send(ann, group, "a1"));
  }

  @Test
  void conversation_is_not_changed_over_a_newer_one() {
    owner.process(Batch.of().add(UPDATE_CONVERSATION, ann, title("new")));
    Batch late = Batch.of().add(UPDATE_CONVERSATION, ann, title("old"));
    assertConflict(late);
    assertEquals("new", old.conversation(group).title());

    old.process(late.again());
    assertEquals("old", old.result(0, ConversationChanged.class).conversation().title());
    assertEquals(3, old.conversation(group).revision());
  }

  @Test
  void owner_that_owns_again_knows_what_others_did_meanwhile() {
    owner.process(Batch.of().add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(bob))));
    old.process(Batch.of().send(bob, group, "b2").under(7));
    assertEquals(ErrorCode.NOT_A_MEMBER, old.error(0));
  }

  @Test
  void member_who_was_removed_meanwhile_has_no_role() {
    owner.process(Batch.of().add(REMOVE_MEMBERS, ann, new RemoveMembers(group, List.of(bob))));
    Batch late = Batch.of().add(CHANGE_ROLE, ann, new ChangeRole(group, bob, "admin"));
    assertConflict(late);

    assertNotNull(old.membership(group, bob).leftAt());
    assertEquals("member", old.membership(group, bob).role());
  }

  @Test
  void message_is_not_changed_over_a_newer_one() {
    owner.process(Batch.of().add(EDIT_MESSAGE, bob, edit("new")));
    Batch late = Batch.of().add(EDIT_MESSAGE, bob, edit("old"));
    old.messages.beforeNextChange(
        () -> owner.process(Batch.of().add(EDIT_MESSAGE, bob, edit("newer"))));
    assertConflict(late);
    assertEquals("newer", old.stored(group).get(0).content().text());

    old.process(late.again());
    assertEquals(4, old.result(0, MessageChanged.class).message().version());
  }

  @Test
  void crash_between_the_conversation_and_its_members_is_healed_by_the_redelivery() {
    Batch batch =
        Batch.of()
            .add(ADD_MEMBERS, ann, new AddMembers(group, List.of(cy)))
            .add(CHANGE_ROLE, ann, new ChangeRole(group, cy, "admin"));
    old.process(batch);
    // The document is stored first; of its members nothing is yet.
    memberships.deleteById(StoredMembership.idOf(group, cy)).await().indefinitely();
    owner.forget();
    owner.process(batch.again());

    assertEquals("owner", owner.membership(group, ann).role());
    assertTrue(owner.result(0, ConversationChanged.class).changed());
    assertEquals("admin", owner.membership(group, cy).role());
  }

  private void assertConflict(Batch late) {
    assertThrows(ConflictException.class, () -> old.process(late));
  }

  private UpdateConversation title(String title) {
    return new UpdateConversation(group, title, null, null, null);
  }

  private EditMessage edit(String text) {
    return new EditMessage(group + ":1", Content.text(text), null);
  }
}
