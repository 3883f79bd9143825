package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.query.ListWatched;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.StoredMembership;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListWatchedTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String eve = Chats.user("eve");

  @Test
  void large_conversations_are_told_with_those_who_are_members() {
    String both = chats.channel(ann, bob);
    String one = chats.channel(ann, eve);
    String left = chats.channel(ann, bob);
    chats.enlarge(both);
    chats.enlarge(one);
    chats.enlarge(left);
    chats.leave(left, ann);
    chats.group(ann, bob);
    chats.direct(ann, bob);

    WatchedPage page = page(List.of(ann, bob), null);

    assertEquals(
        Map.of(both, List.of(ann, bob), one, List.of(ann), left, List.of(bob)),
        sorted(page.conversations()));
    assertNull(page.after());
  }

  @Test
  void user_without_any_has_none() {
    assertEquals(new WatchedPage(Map.of(), null), page(List.of(Chats.user("nobody")), null));
    chats.group(ann, bob);
    assertEquals(new WatchedPage(Map.of(), null), page(List.of(ann), null));
  }

  @Test
  void pages_go_through_all_memberships() {
    Map<String, List<String>> expected = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String chat = chats.channel(eve, bob);
      chats.enlarge(chat);
      expected.put(chat, List.of(bob));
      ids.add(chat);
    }
    ids.sort(Comparator.naturalOrder());
    chats.join("c-without-a-conversation", bob, Role.MEMBER, Chats.START);

    String after = StoredMembership.idOf(ids.get(9), bob);
    WatchedPage rest = page(List.of(bob), after);

    ids.subList(0, 10).forEach(expected::remove);
    assertEquals(expected, rest.conversations());
    assertNull(rest.after());
  }

  @Test
  void page_that_has_looked_at_all_it_may_says_where_to_continue() {
    chats.joinMany(bob, ListWatchedHandler.MAX_MEMBERSHIPS);

    WatchedPage first = page(List.of(bob), null);
    WatchedPage second = page(List.of(bob), first.after());

    assertEquals(Map.of(), first.conversations());
    assertEquals(new WatchedPage(Map.of(), null), second);
  }

  private WatchedPage page(List<String> users, String after) {
    return chats.ask(ListWatched.TYPE, "", new ListWatched(users, after), WatchedPage.class);
  }

  private static Map<String, List<String>> sorted(Map<String, List<String>> conversations) {
    Map<String, List<String>> sorted = new HashMap<>();
    conversations.forEach((id, users) -> sorted.put(id, users.stream().sorted().toList()));
    return sorted;
  }
}
