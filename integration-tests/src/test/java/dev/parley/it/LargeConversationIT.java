package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel that becomes large, across two gateways. More than ten members are many here. */
class LargeConversationIT {

  private static RunningSuite suite;

  private final List<ChatClient> clients = new ArrayList<>();
  private ChatClient owner;
  private String channel;

  @BeforeAll
  static void startSuite() throws Exception {
    suite =
        RunningSuite.start(
            builder ->
                builder
                    .environment("PARLEY_LIMITS_ROUTED_BY_USER", "10")
                    .environment("PARLEY_ROUTING_GRACE", "PT3S"));
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
  }

  @BeforeEach
  void tenMembersAtBothGateways() {
    owner = connect(suite.gatewayA());
    List<String> members = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      members.add('"' + connect(i % 2 == 0 ? suite.gatewayB() : suite.gatewayA()).user + '"');
    }
    channel =
        owner
            .ask(
                "conversation:create",
                "{'type':'channel','memberIds':[%s]}",
                String.join(",", members))
            .get("conversationId")
            .asText();
  }

  @AfterEach
  void disconnect() {
    clients.forEach(ChatClient::close);
  }

  @Test
  void everybody_gets_every_message_once_and_in_order_before_during_and_after_it_becomes_large() {
    send("before", 20);
    assertReached(20);
    assertEquals(null, suite.conversation(channel).get("watchedFrom"));

    ChatClient eleventh = join(suite.gatewayA());
    ChatClient twelfth = join(suite.gatewayB());
    send("while each member is told", 20);
    Await.until("it is told to who watches", this::isToldToWatchers);
    send("told to who watches", 20);
    long last = 20 + 2 + 20 + 20;
    assertReached(last);
    assertEquals(seqs(21, last), eleventh.seqs(channel));
    assertEquals(seqs(22, last), twelfth.seqs(channel));

    ChatClient newcomer = join(suite.gatewayB());
    ChatClient removed = clients.get(1);
    owner.ask(
        "conversation:remove", "{'conversationId':'%s','userIds':['%s']}", channel, removed.user);
    send("without one", 20);
    clients.remove(removed);
    assertReached(last + 2 + 20);
    assertEquals(seqs(last + 1, last + 2 + 20), newcomer.seqs(channel));
    assertEquals(seqs(1, last + 1), afterASentinel(removed), "nothing after its removal");
    removed.close();
  }

  @Test
  void who_connects_later_gets_what_comes_from_then_on() {
    becomeLarge();
    ChatClient moved = clients.remove(2);
    moved.close();

    ChatClient again = suite.connect(suite.gatewayA(), moved.user);
    clients.add(again);
    send("more", 10);

    Await.until("reached", () -> again.seqs(channel).size() == 10);
    assertEquals(seqs(13, 22), again.seqs(channel));
  }

  @Test
  void emptied_redis_gets_the_routes_again() {
    becomeLarge();

    suite.redis("FLUSHALL");

    Await.until(
        "everybody is reached again",
        () -> {
          send("after", 1);
          return clients.stream().allMatch(client -> client == owner || hasMoreThan(12, client));
        });
  }

  private boolean hasMoreThan(long seq, ChatClient client) {
    return client.seqs(channel).stream().anyMatch(later -> later > seq);
  }

  private void becomeLarge() {
    join(suite.gatewayA());
    join(suite.gatewayB());
    Await.until("it is told to who watches", this::isToldToWatchers);
    send("large", 10);
    for (ChatClient client : clients) {
      Await.until("reached", () -> client == owner || client.seqs(channel).contains(12L));
    }
  }

  private boolean isToldToWatchers() {
    Date watchedFrom = suite.conversation(channel).getDate("watchedFrom");
    return watchedFrom != null && watchedFrom.before(new Date());
  }

  private ChatClient connect(URI gateway) {
    ChatClient client = suite.connect(gateway, RunningSuite.user("u"));
    clients.add(client);
    return client;
  }

  private ChatClient join(URI gateway) {
    ChatClient client = connect(gateway);
    client.ask("conversation:join", "{'conversationId':'%s'}", channel);
    return client;
  }

  private void send(String text, int count) {
    for (int i = 0; i < count; i++) {
      owner.await(owner.sendForSure(channel, text + " " + i));
    }
  }

  /**
   * All members of the beginning get everything up to {@code last}; the owner what others wrote.
   */
  private void assertReached(long last) {
    for (ChatClient client : clients.subList(1, Math.min(9, clients.size()))) {
      Await.until(
          () -> client.user + " has " + client.seqs(channel),
          () -> client.seqs(channel).contains(last));
      assertEquals(seqs(1, last), client.seqs(channel));
    }
  }

  /** What the client has of the channel when something has come that was told later. */
  private List<Long> afterASentinel(ChatClient client) {
    String direct = owner.createDirect(client.user);
    owner.await(owner.sendForSure(direct, "sentinel"));
    Await.until("the sentinel", () -> client.seqs(direct).size() == 1);
    return client.seqs(channel);
  }

  private static List<Long> seqs(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
