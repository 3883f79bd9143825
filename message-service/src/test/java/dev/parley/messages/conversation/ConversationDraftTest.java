package dev.parley.messages.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Role;
import dev.parley.messages.Stored;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationDraftTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123Z");

  private final ConversationState stored = Stored.state("c1", 7);
  private final ConversationDraft draft = new ConversationDraft(stored);

  @Test
  void what_is_stored_stays_as_it_is() {
    draft.change(new Details("t", null, null, null, List.of(), null, 1));
    draft.remove(stored.member("bob"), NOW);
    draft.put(Member.joining("cy", Role.ADMIN, NOW, 7));

    assertEquals(List.of("ann", "bob"), stored.memberIds());
    assertNull(stored.details().title());
    assertEquals(1, stored.revision());
    assertEquals(List.of("ann", "cy"), draft.state().memberIds());
    assertEquals("t", draft.state().details().title());
  }

  @Test
  void each_change_has_a_revision_and_the_first_one_is_over_what_was_read() {
    draft.change(Details.NONE);
    draft.put(Member.joining("cy", Role.MEMBER, NOW, 7));
    draft.put(draft.state().member("cy").with(Role.ADMIN));
    draft.remove(stored.member("bob"), NOW);

    assertEquals(1, draft.base());
    assertEquals(5, draft.state().revision());
    Iterator<StoredMembership> members = draft.memberships().iterator();
    StoredMembership cy = members.next();
    assertEquals("admin", cy.role(), "only the last of each counts");
    assertEquals(4, cy.revision());
    StoredMembership bob = members.next();
    assertNotNull(bob.leftAt());
    assertEquals(5, bob.revision());
    assertFalse(members.hasNext());
  }

  @Test
  void commands_that_changed_it_are_remembered_up_to_a_bound() {
    for (int i = 0; i < ConversationState.MAX_APPLIED + 10; i++) {
      draft.by("command-" + i);
    }
    assertEquals(ConversationState.MAX_APPLIED, draft.state().applied().size());
    assertFalse(draft.state().hasApplied("command-9"));
    assertTrue(draft.state().hasApplied("command-10"));
    assertTrue(draft.state().hasApplied("command-" + (ConversationState.MAX_APPLIED + 9)));
    assertFalse(stored.hasApplied("command-20"));
  }

  @Test
  void positions_only_grow_and_only_of_members() {
    stored.reached("ann", new Position(3, 5));
    stored.reached("ann", new Position(4, 2));
    stored.reached("eve", new Position(9, 9));
    assertEquals(new Position(4, 5), stored.member("ann").position());
    assertNull(stored.member("eve"));
  }
}
