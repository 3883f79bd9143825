package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.reply.MembershipPage;
import dev.parley.contracts.view.MembershipView;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.service.query.PageSize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListMembershipsTest {

  private static final int PAGE_BYTES = 262_144;

  @Inject Chats chats;
  @Inject ObjectMapper json;
  @Inject MembershipRepository memberships;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");

  @Test
  void membership_is_as_it_is_stored() {
    String chat = chats.group(bob, ann);
    chats.set(chat, ann, "joinedSeq", 2L);
    chats.set(chat, ann, "readSeq", 4L);
    chats.set(chat, ann, "deliveredSeq", 5L);
    chats.set(chat, ann, "muted", true);
    chats.set(chat, ann, "pinned", true);
    chats.set(chat, ann, "archivedSeq", 7L);
    chats.set(chat, ann, "revision", 3L);

    assertEquals(
        List.of(new MembershipView(chat, "member", 2, 4, 5, true, true, 7L, 3)),
        page(null, null).memberships());
  }

  @Test
  void what_was_left_is_not_there_and_what_was_deleted_is() {
    String left = chats.group(bob, ann);
    chats.leave(left, ann);
    String deleted = chats.group(ann, bob);
    chats.delete(deleted);
    chats.group(bob);
    MembershipPage page = page(null, null);

    assertEquals(
        List.of(new MembershipView(deleted, "owner", 0, 0, 0, false, false, null, 1)),
        page.memberships());
    assertNull(page.after());
  }

  @Test
  void user_without_conversations_has_none() {
    assertEquals(new MembershipPage(List.of(), null), page(null, null));
  }

  @Test
  void pages_go_through_all_also_where_one_id_begins_another() {
    List<String> expected = new ArrayList<>();
    for (String id : List.of("c", "c-", "c-1", "c1", "c-10", "c_", "C", "d")) {
      chats.join(id, ann, Role.MEMBER, Chats.START);
      expected.add(id);
    }
    for (int limit = 1; limit < 10; limit++) {
      List<String> found = new ArrayList<>();
      String after = null;
      do {
        MembershipPage page = page(after, limit);
        assertTrue(page.memberships().size() <= limit);
        page.memberships().forEach(one -> found.add(one.conversationId()));
        after = page.after();
      } while (after != null);

      assertEquals(expected.size(), found.size());
      assertEquals(expected.stream().sorted().toList(), found.stream().sorted().toList());
    }
  }

  @Test
  void page_has_a_thousand_also_of_the_longest_ids() throws JsonProcessingException {
    chats.joinMany(ann, "c".repeat(124), 1_001);
    MembershipPage first = page(null, null);
    MembershipPage second = page(first.after(), null);

    assertEquals(1_000, first.memberships().size());
    assertTrue(json.writeValueAsBytes(first).length < PAGE_BYTES);
    assertEquals(1, second.memberships().size());
    assertNull(second.after());
  }

  @Test
  void page_ends_early_when_it_would_be_too_large_and_none_is_left_out() {
    chats.joinMany(ann, 10);
    ListMembershipsHandler handler =
        new ListMembershipsHandler(memberships, new PageSize(json, 500));
    List<String> found = new ArrayList<>();
    String after = null;
    int pages = 0;
    do {
      ListMemberships query = new ListMemberships(ann, after, null);
      MembershipPage page = Chats.await(handler.answer(query, "").map(MembershipPage.class::cast));
      page.memberships().forEach(one -> found.add(one.conversationId()));
      after = page.after();
      pages++;
    } while (after != null);

    assertEquals(4, pages, "three fit");
    assertEquals(10, found.size());
    assertEquals(10, Set.copyOf(found).size());
  }

  @Test
  void no_user_can_ask() {
    chats.group(ann, bob);
    for (String user : List.of(ann, bob)) {
      assertEquals(
          ErrorCode.FORBIDDEN,
          chats.refused(ListMemberships.TYPE, user, new ListMemberships(ann, null, null)));
    }
  }

  @Test
  void what_is_out_of_bounds_is_refused() {
    assertEquals(
        ErrorCode.INVALID_PARAMS,
        chats.refused(ListMemberships.TYPE, "", new ListMemberships(ann, null, 1_001)));
  }

  private MembershipPage page(String after, Integer limit) {
    return chats.ask(
        ListMemberships.TYPE, "", new ListMemberships(ann, after, limit), MembershipPage.class);
  }
}
