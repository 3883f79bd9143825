package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final RawJson JSON = RawJson.of("{\"seq\":1}");

  private static final String C1 = RedisKeys.conversationSubject("c1");

  private final RedisKeys keys = REDIS.newKeys();
  private final RouteTable table = new RouteTable(REDIS.client(), keys, false);
  private final Outbox outbox = new Downlink(table, this::append).begin();

  @Test
  void send_ofNothingAsksNobody() throws IOException {
    RouteTable lost = new RouteTable(REDIS.unreachable(), keys, false);

    await(
        new Downlink(lost, (node, entry) -> Uni.createFrom().failure(new IOException()))
            .begin()
            .send());
  }

  @Test
  void replies_needNoRoute() throws IOException {
    start("n1");
    Outbox replies =
        new Downlink(new RouteTable(REDIS.unreachable(), keys, false), this::append).begin();
    replies.reply(new ReplyTo("n1", "s1", 7), false, JSON);
    replies.reply(new ReplyTo("n1", "s2", 8), true, JSON);

    await(replies.send());

    assertEquals(
        List.of(
            new InboxItem.Reply("s1", 7, false, JSON), new InboxItem.Reply("s2", 8, true, JSON)),
        inbox("n1"));
  }

  @Test
  void delivery_goesToEachNodeWithTheUsersItHas() {
    start("n1", "ann", "bob");
    start("n2", "bob", "eve");
    start("n3", "somebody else");
    outbox.deliver(List.of("ann", "bob", "eve", "offline"), "s9", "message:new", JSON);

    await(outbox.send());

    assertEquals(
        List.of(new InboxItem.Delivery(List.of("ann", "bob"), "s9", "message:new", JSON)),
        inbox("n1"));
    assertEquals(
        List.of(new InboxItem.Delivery(List.of("bob", "eve"), "s9", "message:new", JSON)),
        inbox("n2"));
    assertEquals(List.of(), inbox("n3"));
  }

  @Test
  void items_keepTheOrderInWhichTheyWereAddedInOneEntryPerNode() {
    start("n1", "ann");
    start("n2", "bob");
    List<InboxItem> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawJson payload = RawJson.of("{\"seq\":" + i + "}");
      outbox.reply(new ReplyTo("n1", "s1", i), false, payload);
      outbox.deliver(List.of("ann", "bob"), "", "message:new", payload);
      expected.add(new InboxItem.Reply("s1", i, false, payload));
      expected.add(new InboxItem.Delivery(List.of("ann"), "", "message:new", payload));
    }

    await(outbox.send());

    assertEquals(expected, inbox("n1"));
    assertEquals(2, REDIS.call(Command.XLEN, keys.inbox("n1")).toInteger(), "marker and one entry");
    assertEquals(2, REDIS.call(Command.XLEN, keys.inbox("n2")).toInteger(), "marker and one entry");
  }

  @Test
  void revocation_goesToEveryNodeOfTheUserAndTakesOutThoseThatAreGone() {
    start("n1", "ann", "bob");
    start("n2", "ann");
    start("n3", "bob");
    await(table.add("gone", List.of("ann")));
    outbox.revoke("ann", "sid", "logout");

    await(outbox.send());

    List<InboxItem> expected = List.of(new InboxItem.Revoke("ann", "sid", "logout"));
    assertEquals(expected, inbox("n1"));
    assertEquals(expected, inbox("n2"));
    assertEquals(List.of(), inbox("n3"));
    assertEquals(List.of("n1", "n2"), await(table.find(Set.of("ann"))).nodesOf("ann"));
  }

  @Test
  void routes_areReadWhenSendIsCalledNotBefore() {
    start("n1");
    outbox.deliver(List.of("ann"), "", "message:new", JSON);
    await(table.add("n1", List.of("ann")));

    await(outbox.send());

    assertEquals(1, inbox("n1").size());
  }

  @Test
  void goneNode_leavesTheRoutesOfThoseUsersAndIsNoFailure() {
    start("n1", "ann");
    await(table.add("gone", List.of("ann", "bob", "eve")));
    outbox.deliver(List.of("ann", "bob"), "", "message:new", JSON);
    outbox.reply(new ReplyTo("gone", "s1", 1), false, JSON);

    await(outbox.send());

    Routes routes = await(table.find(Set.of("ann", "bob", "eve")));
    assertEquals(List.of("n1"), routes.nodesOf("ann"));
    assertEquals(List.of(), routes.nodesOf("bob"));
    assertEquals(List.of("gone"), routes.nodesOf("eve"), "eve was not concerned");
    assertEquals(1, inbox("n1").size());
    assertEquals(0, REDIS.call(Command.EXISTS, keys.inbox("gone")).toInteger(), "not created");
  }

  @Test
  void goneNodeOfReplies_isNoFailure() {
    outbox.reply(new ReplyTo("gone", "s1", 1), false, JSON);

    await(outbox.send());

    assertEquals(0, REDIS.call(Command.EXISTS, keys.inbox("gone")).toInteger(), "not created");
  }

  @Test
  void broadcast_goesOnceToEachNodeThatTheConversationLeadsTo() {
    start("n1", "ann", C1);
    start("n2", "bob", C1);
    start("n3", "eve", RedisKeys.conversationSubject("c2"));
    outbox.broadcast("c1", "s9", "message:new", JSON);

    await(outbox.send());

    InboxItem expected = new InboxItem.Broadcast("c1", "s9", "message:new", JSON);
    assertEquals(List.of(expected), inbox("n1"));
    assertEquals(List.of(expected), inbox("n2"));
    assertEquals(List.of(), inbox("n3"));
  }

  @Test
  void broadcast_thatNobodyWatchesGoesNowhere() {
    start("n1", "ann");
    outbox.broadcast("c1", "", "message:new", JSON);

    await(outbox.send());

    assertEquals(List.of(), inbox("n1"));
  }

  @Test
  void watch_goesToTheNodesOfItsUsersWithTheUsersTheyHave() {
    start("n1", "ann", "bob");
    start("n2", "bob");
    start("n3", C1);
    outbox.watch("c1", 7, List.of("ann", "bob", "offline"), true);
    outbox.watch("c1", 7, List.of("bob"), false);

    await(outbox.send());

    assertEquals(List.of(watch(true, "ann", "bob"), watch(false, "bob")), inbox("n1"));
    assertEquals(List.of(watch(true, "bob"), watch(false, "bob")), inbox("n2"));
    assertEquals(List.of(), inbox("n3"));
  }

  @Test
  void broadcast_alsoGoesWhereSomebodyWasToldToWatchBefore() {
    start("n1", "ann", C1);
    start("n2", "bob");
    InboxItem first = new InboxItem.Broadcast("c1", "", "message:new", RawJson.of("1"));
    InboxItem second = new InboxItem.Broadcast("c1", "", "message:new", RawJson.of("2"));
    outbox.broadcast("c1", "", "message:new", RawJson.of("1"));
    outbox.watch("c1", 7, List.of("bob"), true);
    outbox.broadcast("c1", "", "message:new", RawJson.of("2"));
    outbox.broadcast("c2", "", "message:new", RawJson.of("2"));

    await(outbox.send());

    assertEquals(List.of(first, second), inbox("n1"));
    assertEquals(List.of(watch(true, "bob"), second), inbox("n2"));
  }

  @Test
  void whoIsToldToWatchNoLonger_isToldByItsOwnRouteAndTheOthersByTheConversation() {
    start("n1", "ann", "bob", C1);
    start("n2", "bob");
    outbox.watch("c1", 7, List.of("bob"), false);
    outbox.deliver(List.of("bob"), "", "chat:update", JSON);
    outbox.broadcast("c1", "", "chat:update", JSON);

    await(outbox.send());

    InboxItem own = new InboxItem.Delivery(List.of("bob"), "", "chat:update", JSON);
    InboxItem all = new InboxItem.Broadcast("c1", "", "chat:update", JSON);
    assertEquals(List.of(watch(false, "bob"), own, all), inbox("n1"));
    assertEquals(List.of(watch(false, "bob"), own), inbox("n2"));
  }

  @Test
  void goneNode_leavesTheRouteOfTheConversation() {
    start("n1", C1);
    await(table.add("gone", List.of(C1, "ann", "bob")));
    outbox.broadcast("c1", "", "message:new", JSON);
    outbox.watch("c1", 7, List.of("ann"), true);

    await(outbox.send());

    Routes routes = await(table.find(Set.of(C1, "ann", "bob")));
    assertEquals(List.of("n1"), routes.nodesOf(C1));
    assertEquals(List.of(), routes.nodesOf("ann"));
    assertEquals(List.of("gone"), routes.nodesOf("bob"), "bob was not concerned");
  }

  @Test
  void send_failsWhenOneNodeFailsAndStillTriesTheOthers() {
    start("n1", "ann");
    start("n2", "ann");
    Downlink halfBroken =
        new Downlink(
            table,
            (node, entry) ->
                node.equals("n1")
                    ? Uni.createFrom().failure(new IOException("down"))
                    : append(node, entry));
    Outbox toBoth = halfBroken.begin();
    toBoth.deliver(List.of("ann"), "", "message:new", JSON);

    assertThrows(Exception.class, () -> await(toBoth.send()));

    assertEquals(List.of(), inbox("n1"));
    assertEquals(1, inbox("n2").size());
  }

  @Test
  void send_failsWhenTheRoutesCannotBeRead() throws IOException {
    Outbox lost =
        new Downlink(new RouteTable(REDIS.unreachable(), keys, false), this::append).begin();
    lost.deliver(List.of("ann"), "", "message:new", JSON);

    assertThrows(Exception.class, () -> await(lost.send()));
  }

  @Test
  void send_issuesAllAppendsAtOnceAndCompletesAfterTheLastAnswer() throws Exception {
    await(table.add("n1", List.of("ann")));
    await(table.add("n2", List.of("ann")));
    List<UniEmitter<? super Boolean>> open = new CopyOnWriteArrayList<>();
    Outbox slow = new Downlink(table, (node, entry) -> Uni.createFrom().emitter(open::add)).begin();
    slow.deliver(List.of("ann"), "", "message:new", JSON);

    CompletableFuture<Void> sent = slow.send().subscribeAsCompletionStage();
    RealRedis.until("both appends are under way", () -> open.size() == 2);
    open.get(0).complete(true);
    assertFalse(sent.isDone());
    open.get(1).complete(true);
    RealRedis.until("sent", sent::isDone);

    assertTrue(!sent.isCompletedExceptionally());
  }

  private void start(String node, String... subjects) {
    await(new Node(REDIS.client(), keys, node, Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL).start());
    await(table.add(node, List.of(subjects)));
  }

  private static InboxItem watch(boolean watching, String... users) {
    return new InboxItem.Watch("c1", 7, List.of(users), watching);
  }

  /** All items of a node's inbox, over all entries. */
  private List<InboxItem> inbox(String node) {
    List<InboxItem> items = new ArrayList<>();
    REDIS
        .call(Command.XRANGE, keys.inbox(node), "-", "+")
        .forEach(
            entry -> items.addAll(InboxEntryCodec.decode(entry.get(1).get(1).toBytes()).items()));
    return items;
  }

  private Uni<Boolean> append(String node, byte[] entry) {
    return REDIS
        .client()
        .send(
            Request.cmd(Command.XADD)
                .arg(keys.inbox(node))
                .arg("NOMKSTREAM")
                .arg("*")
                .arg("data")
                .arg(entry))
        .map(id -> id != null);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
