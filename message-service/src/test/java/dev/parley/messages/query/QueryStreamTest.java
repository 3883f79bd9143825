package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.query.Sync;
import dev.parley.messages.Servers;
import dev.parley.messages.storage.Schema;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries from their stream to the inbox of the gateway that asked. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class QueryStreamTest {

  @Inject
  @Channel("to-queries")
  MutinyEmitter<byte[]> queries;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject Chats chats;
  @Inject Schema schema;
  @Inject ObjectMapper json;

  private final String node = "n-" + Ids.random();
  private final String ann = Chats.user("ann");
  private final String bob = Chats.user("bob");

  @BeforeEach
  void a_gateway() {
    Chats.await(schema.ready());
    redis(Request.cmd(Command.XADD).arg(keys.inbox(node)).arg("*").arg("start").arg("1"));
  }

  @Test
  void each_query_has_its_one_reply() throws IOException {
    String chat = chats.direct(ann, bob);
    chats.write(chat, bob, 1, 3);
    Map<Integer, String> expected = new HashMap<>();
    expected.put(ask(1, QueryType.GET_CONVERSATION, new GetConversation(chat)), "conversation");
    expected.put(
        ask(2, QueryType.LIST_CONVERSATIONS, new ListConversations(null, null, null)),
        "conversations");
    expected.put(ask(3, QueryType.LIST_MEMBERS, new ListMembers(chat, null, null)), "members");
    expected.put(ask(4, QueryType.HISTORY, new History(chat, null, null, null, null)), "messages");
    expected.put(ask(5, QueryType.SYNC, new Sync(Map.of(chat, 1L), null, null)), "positions");
    expected.put(ask(6, QueryType.SEARCH, new Search("text", null, null, null)), "method");

    eventually(() -> replies().size() >= expected.size());
    assertEquals(expected.size(), replies().size());
    for (InboxItem.Reply reply : replies()) {
      JsonNode result = json.readTree(reply.payload().utf8());
      assertFalse(reply.error(), reply.payload().text());
      assertTrue(result.has(expected.get((int) reply.request())), reply.payload().text());
    }
    eventually(() -> pending() == 0);
  }

  @Test
  void refusals_are_told() throws IOException {
    ask(1, QueryType.GET_CONVERSATION, new GetConversation("c-none"));
    ask(2, QueryType.GET_CONVERSATION, new GetConversation("no id!"));
    ask(3, QueryType.HISTORY, new Sync(null, null, null));

    eventually(() -> replies().size() == 3);
    assertEquals("not_found", code(1));
    assertEquals("invalid_params", code(2));
    assertEquals("invalid_params", code(3));
    eventually(() -> pending() == 0);
  }

  private int ask(int request, String type, Query query) {
    send(chats.entry(type, ann, query, replyTo(request), now()));
    return request;
  }

  private ReplyTo replyTo(int request) {
    return new ReplyTo(node, "s", request);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private void send(byte[] entry) {
    Chats.await(queries.send(entry));
  }

  private String code(int request) throws IOException {
    InboxItem.Reply reply =
        replies().stream().filter(one -> one.request() == request).findFirst().orElseThrow();
    assertTrue(reply.error());
    return json.readTree(reply.payload().utf8()).get("code").asText();
  }

  private List<InboxItem.Reply> replies() {
    List<InboxItem.Reply> replies = new ArrayList<>();
    Response entries = redis(Request.cmd(Command.XRANGE).arg(keys.inbox(node)).arg("-").arg("+"));
    for (Response entry : entries) {
      Response fields = entry.get(1);
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          byte[] data = fields.get(i + 1).getDelegate().toBytes();
          InboxEntryCodec.decode(data).items().forEach(item -> replies.add((InboxItem.Reply) item));
        }
      }
    }
    return replies;
  }

  private long pending() {
    return redis(Request.cmd(Command.XPENDING).arg(keys.queries()).arg("message-service"))
        .get(0)
        .toLong();
  }

  private Response redis(Request request) {
    return Chats.await(redis.send(request));
  }

  private static void eventually(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + Chats.PATIENCE.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + Chats.PATIENCE);
      }
      Thread.onSpinWait();
    }
  }
}
