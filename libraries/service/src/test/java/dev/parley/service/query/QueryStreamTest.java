package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.node.RedisResource;
import dev.parley.service.testing.HeldQuery;
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
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries from their stream to the inbox of the gateway that asked. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class QueryStreamTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PARAMS = "{\"conversationId\":\"c1\"}";

  @Inject
  @Channel("to-queries")
  @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 200)
  MutinyEmitter<byte[]> queries;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject QueryMeters meters;
  @Inject HeldQuery.Handler held;

  private final String node = "n-" + Ids.random();

  @BeforeEach
  void a_gateway() {
    redis(Request.cmd(Command.XADD).arg(keys.inbox(node)).arg("*").arg("start").arg("1"));
  }

  @Test
  void query_is_answered_for_who_asks() {
    ask(1);

    eventually(() -> replies().size() == 1 && pending() == 0);
    assertEquals("{\"asker\":\"ann\"}", replies().get(0).payload().text());
  }

  @Test
  void refusal_is_told() {
    send(entry(TestQueries.TYPE, "{\"conversationId\":\"no id!\"}", replyTo(1), now()));

    eventually(() -> replies().size() == 1 && pending() == 0);
    assertTrue(replies().get(0).error());
    assertTrue(replies().get(0).payload().text().contains("\"invalid_params\""));
  }

  @Test
  void slow_one_holds_up_none_of_the_others() {
    hold(1);
    eventually(() -> held.underWay.get() == 1);
    for (int i = 2; i <= 60; i++) {
      ask(i);
    }
    eventually(() -> replies().size() == 59);
    assertEquals(1, held.underWay.get());

    held.release();
    eventually(() -> replies().size() == 60);
    eventually(() -> pending() == 0);
  }

  @Test
  void queries_under_way_are_bounded_and_none_is_left() {
    for (int i = 1; i <= 100; i++) {
      hold(i);
    }
    eventually(() -> held.underWay.get() == 32);
    eventually(
        () -> {
          held.release();
          return replies().size() == 100;
        });
    assertEquals(32, held.most.get());
    eventually(() -> pending() == 0);
  }

  @Test
  void stale_query_is_passed_over_and_counted() {
    long before = meters.counted(QueryOutcome.STALE);
    send(entry(TestQueries.TYPE, PARAMS, replyTo(1), 1_000));
    ask(2);

    eventually(() -> replies().size() == 1 && pending() == 0);
    assertEquals(2, replies().get(0).request());
    assertEquals(before + 1, meters.counted(QueryOutcome.STALE));
  }

  @Test
  void poison_goes_to_the_dead_letters_and_the_rest_flows() {
    long before = deadLetters();
    send("poison".getBytes(StandardCharsets.UTF_8));
    send(entry(TestQueries.TYPE, PARAMS, null, now()));
    send(entry("test:unknown", "{}", replyTo(3), now()));
    ask(4);

    eventually(() -> replies().size() == 2 && pending() == 0);
    assertEquals(before + 3, deadLetters());
  }

  @Test
  void gateway_that_is_gone_stops_nobody() {
    ReplyTo gone = new ReplyTo("gone-" + Ids.random(), "s", 1);
    send(entry(TestQueries.TYPE, PARAMS, gone, now()));
    ask(2);

    eventually(() -> replies().size() == 1 && pending() == 0);
    assertEquals(
        0, redis(Request.cmd(Command.EXISTS).arg(keys.inbox(gone.node()))).toInteger(), "stays");
  }

  private void ask(int request) {
    send(entry(TestQueries.TYPE, PARAMS, replyTo(request), now()));
  }

  private void hold(int request) {
    send(entry(HeldQuery.TYPE, "{}", replyTo(request), now()));
  }

  private static byte[] entry(String type, String params, ReplyTo replyTo, long time) {
    return EnvelopeCodec.encode(
        new Envelope(Ids.random(), type, "ann", time, "ann", replyTo, RawJson.of(params)));
  }

  private ReplyTo replyTo(int request) {
    return new ReplyTo(node, "s", request);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private void send(byte[] entry) {
    queries.send(entry).await().atMost(PATIENCE);
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
    return redis(Request.cmd(Command.XPENDING).arg(keys.queries()).arg("answerers"))
        .get(0)
        .toLong();
  }

  private long deadLetters() {
    return redis(Request.cmd(Command.XLEN).arg("{" + keys.queries() + "}:dead-letter")).toLong();
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
