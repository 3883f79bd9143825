package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.StoredMessage;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.routing.RouteTable;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.Document;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service: from the command streams to MongoDB, the inboxes and the event streams. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class CommandStreamTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject
  @Channel("to-commands")
  MutinyEmitter<byte[]> commands;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject RouteTable routes;
  @Inject MessageRepository messages;
  @Inject ConversationRepository conversations;

  private final String node = "n-" + Ids.random();
  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");
  private final String chat = ConversationIds.direct(ann, bob);

  @BeforeEach
  void a_gateway_with_both() {
    redis(Request.cmd(Command.XADD).arg(keys.inbox(node)).arg("*").arg("start").arg("1"));
    routes.add(node, List.of(ann, bob)).await().atMost(PATIENCE);
  }

  @Test
  void two_people_chat() {
    submit(node, Batch.of().create(ann, bob).send(ann, chat, "a1").send(bob, chat, "b1"));

    eventually(() -> inbox().size() == 6);
    assertEquals(
        List.of(
            "reply 0", "conversation:created", "reply 1", "message:new", "reply 2", "message:new"),
        inbox().stream().map(CommandStreamTest::name).toList());
    assertEquals(List.of("a1", "b1"), stored());
    List<Envelope> events = events();
    assertEquals(
        List.of("conversation:created", "message:new", "message:new"),
        events.stream().map(Envelope::type).toList());
    eventually(() -> pending() == 0);
    eventually(() -> conversation().lastSeq() == 2);
    assertEquals(bob, conversation().lastMessage().senderId());
  }

  @Test
  void thousand_messages_keep_their_order() {
    Batch batch = Batch.of().create(ann, bob);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      batch.send(i % 2 == 0 ? ann : bob, chat, "m" + i);
      expected.add("m" + i);
    }
    submit(node, batch);

    eventually(() -> inbox().stream().filter(InboxItem.Reply.class::isInstance).count() == 1_001);
    assertEquals(expected, stored());
    List<String> replies =
        inbox().stream().map(CommandStreamTest::name).filter(n -> n.startsWith("reply")).toList();
    for (int i = 0; i <= 1_000; i++) {
      assertEquals("reply " + i, replies.get(i));
    }
  }

  @Test
  void poison_goes_to_the_dead_letters_and_the_rest_flows() {
    submit(node, Batch.of().create(ann, bob));
    commands
        .sendMessage(
            Message.of(
                "poison".getBytes(StandardCharsets.UTF_8),
                Metadata.of(OutgoingRedisStreamMetadata.ofKey(chat))))
        .await()
        .atMost(PATIENCE);
    submit(node, Batch.of().send(ann, chat, "a1"));

    eventually(() -> stored().size() == 1);
    eventually(() -> pending() == 0);
    Response dead =
        redis(Request.cmd(Command.XRANGE).arg(commandStream() + ":dead-letter").arg("-").arg("+"));
    assertTrue(dead.toString().contains("poison"));
  }

  @Test
  void gateway_that_is_gone_stops_nobody() {
    String gone = "gone-" + Ids.random();
    routes.add(gone, List.of(bob)).await().atMost(PATIENCE);
    submit(gone, Batch.of().create(ann, bob));
    submit(node, Batch.of().send(ann, chat, "a1"));

    eventually(() -> inbox().stream().anyMatch(item -> name(item).equals("message:new")));
    eventually(() -> pending() == 0);
    assertEquals(
        0, redis(Request.cmd(Command.EXISTS).arg(keys.inbox(gone))).toInteger(), "stays gone");
    assertFalse(routes.find(Set.of(bob)).await().atMost(PATIENCE).nodesOf(bob).contains(gone));
  }

  /** Appends the entries of a batch as the gateway {@code from} would. */
  private void submit(String from, Batch batch) {
    for (byte[] payload : batch.payloads()) {
      Envelope e = EnvelopeCodec.decode(payload);
      ReplyTo replyTo = new ReplyTo(from, e.replyTo().session(), e.replyTo().request());
      Envelope sent =
          new Envelope(e.id(), e.type(), e.key(), e.time(), e.user(), replyTo, e.payload());
      Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofKey(e.key()));
      commands
          .sendMessage(Message.of(EnvelopeCodec.encode(sent), metadata))
          .await()
          .atMost(PATIENCE);
    }
  }

  private List<InboxItem> inbox() {
    List<InboxItem> items = new ArrayList<>();
    for (byte[] entry : data(keys.inbox(node))) {
      items.addAll(InboxEntryCodec.decode(entry).items());
    }
    return items;
  }

  private List<Envelope> events() {
    List<Envelope> events = new ArrayList<>();
    int partition = Partitions.of(chat, Partitions.DEFAULT_COUNT);
    for (byte[] entry : data(RedisKeys.partition(keys.events(), partition))) {
      EnvelopeCodec.decodeAll(entry).stream()
          .filter(event -> event.key().equals(chat))
          .forEach(events::add);
    }
    return events;
  }

  private List<byte[]> data(String stream) {
    List<byte[]> data = new ArrayList<>();
    for (Response entry : redis(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))) {
      Response fields = entry.get(1);
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          data.add(fields.get(i + 1).getDelegate().toBytes());
        }
      }
    }
    return data;
  }

  private long pending() {
    return redis(Request.cmd(Command.XPENDING).arg(commandStream()).arg("message-service"))
        .get(0)
        .toLong();
  }

  private String commandStream() {
    return RedisKeys.partition(keys.commands(), Partitions.of(chat, Partitions.DEFAULT_COUNT));
  }

  private List<String> stored() {
    return messages
        .list(new Document("conversationId", chat), new Document("_id", 1))
        .await()
        .atMost(PATIENCE)
        .stream()
        .map(StoredMessage::clientMessageId)
        .toList();
  }

  private StoredConversation conversation() {
    return conversations.findById(chat).await().atMost(PATIENCE);
  }

  private static String name(InboxItem item) {
    return item instanceof InboxItem.Reply reply
        ? (reply.error() ? "error " : "reply ") + reply.request()
        : ((InboxItem.Delivery) item).event();
  }

  private Response redis(Request request) {
    return redis.send(request).await().atMost(PATIENCE);
  }

  private static void eventually(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.onSpinWait();
    }
  }
}
