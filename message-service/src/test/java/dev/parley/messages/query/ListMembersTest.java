package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListMembersTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String eve = Chats.user("eve");

  @Test
  void members_come_with_their_roles_and_positions() {
    String chat = chats.group(ann, bob);
    chats.set(chat, bob, "readSeq", 4L);
    chats.set(chat, bob, "deliveredSeq", 6L);
    chats.set(chat, bob, "joinedSeq", 2L);
    MemberPage page = page(ann, chat, null, null);

    assertEquals(chat, page.conversationId());
    assertEquals(
        List.of(
            new MemberView(ann, "owner", Chats.START, 0, 0, 0),
            new MemberView(bob, "member", Chats.START, 2, 4, 6)),
        page.members());
    assertFalse(page.more());
  }

  @Test
  void pages_go_through_all_by_user_id() {
    String chat = chats.group(ann);
    List<String> expected = new ArrayList<>(List.of(ann));
    for (int i = 0; i < 10; i++) {
      String user = "user." + i + "@example.com|" + i;
      chats.join(chat, user, Role.MEMBER, Chats.START);
      expected.add(user);
    }
    chats.leave(chat, "user.4@example.com|4");
    expected.remove("user.4@example.com|4");

    List<String> found = new ArrayList<>();
    MemberPage page;
    do {
      page = page(ann, chat, found.isEmpty() ? null : found.get(found.size() - 1), 3);
      assertTrue(page.members().size() <= 3);
      page.members().forEach(member -> found.add(member.userId()));
    } while (page.more());
    assertEquals(expected.stream().sorted().toList(), found);
    assertEquals(List.of(), page(ann, chat, "zzz", null).members());
  }

  @Test
  void page_that_is_just_full_says_that_it_was_all() {
    String chat = chats.group(ann, bob);

    assertFalse(page(ann, chat, null, 2).more());
    assertTrue(page(ann, chat, null, 1).more());
  }

  @Test
  void only_members_are_told_of_a_channel_too() {
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chats.channel(ann)));
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(eve, chats.group(ann)));
    assertEquals(ErrorCode.NOT_FOUND, refused(eve, "c-none"));
  }

  @Test
  void service_asks_as_nobody() {
    String chat = chats.group(ann, bob);
    assertEquals(2, page("", chat, null, null).members().size());
    assertEquals(
        ErrorCode.NOT_FOUND,
        chats.refused(QueryType.LIST_MEMBERS, "", new ListMembers("c-none", null, null)));
  }

  private MemberPage page(String user, String chat, String after, Integer limit) {
    return chats.ask(
        QueryType.LIST_MEMBERS, user, new ListMembers(chat, after, limit), MemberPage.class);
  }

  private ErrorCode refused(String user, String chat) {
    return chats.refused(QueryType.LIST_MEMBERS, user, new ListMembers(chat, null, null));
  }
}
