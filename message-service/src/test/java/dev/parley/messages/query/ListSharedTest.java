package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.reply.SharedUsers;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListSharedTest {

  @Inject Chats chats;

  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");
  private final String cleo = Chats.user("cleo");
  private final String dan = Chats.user("dan");
  private final String eve = Chats.user("eve");

  @Test
  void whoever_is_in_a_conversation_of_the_user_shares_it() {
    chats.direct(ann, bob);
    chats.group(ann, bob, cleo);
    chats.channel(dan, ann);
    chats.group(eve, bob);

    assertEquals(Set.of(bob, cleo, dan), shared(ann, bob, cleo, dan, eve));
    assertEquals(Set.of(bob), shared(eve, ann, bob, cleo, dan));
  }

  @Test
  void only_those_who_are_asked_for_are_told() {
    chats.group(ann, bob, cleo, dan);
    assertEquals(Set.of(cleo), shared(ann, cleo, eve));
  }

  @Test
  void who_has_left_shares_nothing() {
    String chat = chats.group(ann, bob, cleo);
    chats.leave(chat, bob);

    assertEquals(Set.of(cleo), shared(ann, bob, cleo));
    assertEquals(Set.of(), shared(bob, ann, cleo));
  }

  @Test
  void deleted_conversation_is_not_shared() {
    String chat = chats.group(ann, bob);
    chats.delete(chat);
    assertEquals(Set.of(), shared(ann, bob));
  }

  @Test
  void user_without_conversations_shares_none() {
    chats.group(ann, bob);
    assertEquals(Set.of(), shared(eve, ann, bob));
    assertEquals(Set.of(), shared("", ann, bob));
  }

  @Test
  void a_thousand_can_be_asked_for_and_no_more() {
    chats.group(ann, bob);
    List<String> asked = new ArrayList<>();
    for (int i = 1; i < ListShared.MAX_USERS; i++) {
      asked.add("nobody-" + i);
    }
    asked.add(bob);
    assertEquals(Set.of(bob), shared(ann, asked.toArray(String[]::new)));

    asked.add(cleo);
    assertEquals(
        ErrorCode.INVALID_PARAMS, chats.refused(ListShared.TYPE, ann, new ListShared(asked)));
  }

  private Set<String> shared(String user, String... others) {
    SharedUsers answer =
        chats.ask(ListShared.TYPE, user, new ListShared(List.of(others)), SharedUsers.class);
    Set<String> users = new HashSet<>(answer.userIds());
    assertEquals(users.size(), answer.userIds().size(), "each once");
    return users;
  }
}
