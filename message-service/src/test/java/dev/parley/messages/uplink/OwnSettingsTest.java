package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.ARCHIVE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.CHANGE_ROLE;
import static dev.parley.contracts.command.CommandType.MUTE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.PIN_CONVERSATION;
import static dev.parley.contracts.command.CommandType.UPDATE_CONVERSATION;
import static dev.parley.contracts.event.EventType.MEMBERSHIP_CHANGED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.contracts.command.PinConversation;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member sets for itself, and under which revision. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class OwnSettingsTest {

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private String group;

  @BeforeEach
  void two_in_a_group() {
    group = it.group(ann, bob);
  }

  @Test
  void settings_are_told_to_oneself_only() {
    it.process(Batch.of().add(MUTE_CONVERSATION, bob, mute(true)));

    assertEquals(new MembershipChanged(group, true, false, false, null, 2), settings(0));
    assertEquals(List.of(settings(0)), events());
    assertEquals(List.of(List.of(bob)), it.receivers(MEMBERSHIP_CHANGED));
    assertTrue(it.membership(group, bob).muted());
    assertFalse(it.membership(group, ann).muted());
  }

  @Test
  void each_change_has_the_revision_that_the_conversation_has_with_it() {
    it.process(
        Batch.of()
            .add(MUTE_CONVERSATION, bob, mute(true))
            .add(UPDATE_CONVERSATION, ann, update("new"))
            .add(PIN_CONVERSATION, bob, pin(true))
            .add(ARCHIVE_CONVERSATION, bob, new ArchiveConversation(group, true)));

    assertEquals(new MembershipChanged(group, true, false, false, null, 2), settings(0));
    assertEquals(new MembershipChanged(group, true, false, true, null, 4), settings(2));
    assertEquals(new MembershipChanged(group, true, true, true, 0L, 5), settings(3));
    assertEquals(List.of(settings(0), settings(2), settings(3)), events());
    assertEquals(5, it.membership(group, bob).revision());
    assertEquals(5, it.conversation(group).revision());
  }

  @Test
  void pin_stays_until_it_is_taken_off() {
    it.process(Batch.of().add(PIN_CONVERSATION, bob, pin(true)));
    assertTrue(it.membership(group, bob).pinned());
    it.forget();
    it.process(Batch.of().add(CHANGE_ROLE, ann, new ChangeRole(group, bob, "admin")));
    assertTrue(it.membership(group, bob).pinned(), "other changes leave it");
    it.process(Batch.of().add(PIN_CONVERSATION, bob, pin(false)));

    assertFalse(it.membership(group, bob).pinned());
    assertEquals(new MembershipChanged(group, false, false, false, null, 4), settings(0));
  }

  @Test
  void what_changes_nothing_has_the_revision_of_now_and_is_not_told() {
    it.process(Batch.of().add(PIN_CONVERSATION, bob, pin(true)));
    it.process(
        Batch.of()
            .add(PIN_CONVERSATION, bob, pin(true))
            .add(UPDATE_CONVERSATION, ann, update("new"))
            .add(PIN_CONVERSATION, bob, pin(true)));

    assertEquals(new MembershipChanged(group, false, false, true, null, 2), settings(0));
    assertEquals(new MembershipChanged(group, false, false, true, null, 3), settings(2));
    assertEquals(List.of(), events());
    assertEquals(2, it.membership(group, bob).revision());
  }

  @Test
  void message_unarchives() {
    it.process(Batch.of().add(ARCHIVE_CONVERSATION, bob, new ArchiveConversation(group, true)));
    it.process(Batch.of().send(ann, group, "a1").add(MUTE_CONVERSATION, bob, mute(true)));

    assertEquals(new MembershipChanged(group, true, false, false, null, 3), settings(1));
  }

  @Test
  void redelivery_tells_what_is_so_by_now_under_the_revision_of_now() {
    Batch batch =
        Batch.of()
            .add(MUTE_CONVERSATION, bob, mute(true))
            .add(PIN_CONVERSATION, bob, pin(true))
            .add(UPDATE_CONVERSATION, ann, update("new"));
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    it.forget();
    it.process(batch.again());

    MembershipChanged now = new MembershipChanged(group, true, false, true, null, 4);
    assertEquals(now, settings(0));
    assertEquals(now, settings(1));
    assertEquals(List.of(now, now), events());
    assertEquals(3, it.membership(group, bob).revision(), "carried out once");
  }

  @Test
  void only_members_have_settings() {
    it.process(Batch.of().add(PIN_CONVERSATION, Harness.user("eve"), pin(true)));
    assertEquals(ErrorCode.NOT_A_MEMBER, it.error(0));
  }

  private MuteConversation mute(boolean muted) {
    return new MuteConversation(group, muted);
  }

  private PinConversation pin(boolean pinned) {
    return new PinConversation(group, pinned);
  }

  private UpdateConversation update(String title) {
    return new UpdateConversation(group, title, null, null, null);
  }

  private MembershipChanged settings(int request) {
    return it.result(request, MembershipChanged.class);
  }

  private List<MembershipChanged> events() {
    return it.events(MEMBERSHIP_CHANGED, MembershipChanged.class);
  }
}
