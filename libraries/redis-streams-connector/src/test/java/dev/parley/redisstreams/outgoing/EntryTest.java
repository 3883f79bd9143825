package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;
import static dev.parley.redisstreams.outgoing.TestApplication.entries;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.LeaseLostException;
import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of one message: its entry, or why there is none. */
class EntryTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void headers_are_fields_beside_key_and_data() {
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      application.sendNow(
          "payload",
          OutgoingRedisStreamMetadata.ofKey("ключ").withHeaders(Map.of("type", "é", "empty", "")));
      application.sendNow("bare");
    }
    List<TestApplication.Stored> entries = entries(redis, stream);
    assertEquals(
        Map.of("key", "ключ", "data", "payload", "type", "é", "empty", ""),
        entries.get(0).fields());
    assertEquals(Map.of("data", "bare"), entries.get(1).fields());
  }

  @Test
  void bytes_buffers_text_and_objects_are_payloads() {
    byte[] binary = {0, -1, '\r', '\n', 7};
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      application.sendNow(binary);
      application.sendNow(Buffer.buffer("buffer"));
      application.sendNow(Map.of("a", 1));
      application.sendNow(new byte[0]);
    }
    assertArrayEquals(
        binary, redis.run(Command.XRANGE, stream, "-", "+").get(0).get(1).get(1).toBytes());
    List<String> data = entries(redis, stream).stream().map(TestApplication.Stored::data).toList();
    assertEquals(List.of("buffer", "{\"a\":1}", ""), data.subList(1, 4));
  }

  @Test
  void what_cannot_become_an_entry_is_nacked_with_a_sentence_and_the_next_one_flows() {
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "partitions", "4")) {
      long demanded = application.demand.get();
      assertSentence("a message has no payload", application.refusal(null));
      assertSentence("cannot be written as JSON", application.refusal(new Object()));
      assertSentence(
          "there is no partition 4: they are 0 to 3",
          application.refusal("x", OutgoingRedisStreamMetadata.ofPartition(4)));
      assertEquals(demanded + 3, application.demand.get(), "each refusal asks for one more");
      application.sendNow("fine", OutgoingRedisStreamMetadata.ofPartition(3));
      assertEquals(3, application.meters().failed.sum());
      assertEquals(1, application.meters().sent.sum());
      assertEquals(0, application.meters().pending.sum());
    }
    assertEquals(1, redis.length(stream + ":{3}"));
  }

  @Test
  void a_plain_stream_has_no_partition_but_0() {
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      application.sendNow("0", OutgoingRedisStreamMetadata.ofPartition(0));
      assertSentence(
          "there is no partition 1: the stream is a plain one",
          application.refusal("1", OutgoingRedisStreamMetadata.ofPartition(1)));
    }
    assertEquals(1, redis.length(stream));
  }

  @Test
  void a_message_under_a_lease_is_written_only_while_it_is_held() {
    FakeLease lease = new FakeLease();
    OutgoingRedisStreamMetadata guarded = OutgoingRedisStreamMetadata.ofKey("k").under(lease);
    try (TestApplication application =
        new TestApplication(redis, "stream", stream, "delayed-delivery", "true")) {
      application.sendNow("held", guarded);
      lease.held = false;
      assertInstanceOf(LeaseLostException.class, application.refusal("lost", guarded));
      assertInstanceOf(
          LeaseLostException.class,
          application.refusal("lost", guarded.withDelay(Duration.ofMillis(1))));
      application.sendNow("free", OutgoingRedisStreamMetadata.ofKey("k"));
    }
    assertEquals(List.of("held", "free"), data());
  }

  @Test
  void the_lease_is_asked_when_the_command_is_written_and_not_before() {
    FakeLease lease = new FakeLease();
    CompletableFuture<Void> blocked = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      application.pipeline.send(
          Request.cmd(Command.PING),
          () -> {
            blocked.complete(null);
            goOn.orTimeout(30, TimeUnit.SECONDS).join();
            return true;
          },
          IllegalStateException::new);
      TestApplication.get(blocked);
      // Nothing is written while the event loop is busy; when it goes on, the lease is gone.
      CompletableFuture<Void> outcome =
          application.send("late", OutgoingRedisStreamMetadata.ofKey("k").under(lease));
      lease.held = false;
      goOn.complete(null);
      Throwable failure = TestApplication.get(outcome.handle((done, cause) -> cause));
      assertInstanceOf(LeaseLostException.class, failure);
      assertEquals(0, redis.length(stream));
    }
  }

  @Test
  void an_answer_is_under_the_lease_of_what_it_answers() {
    FakeLease lease = new FakeLease();
    IncomingRedisStreamMetadata incoming =
        new IncomingRedisStreamMetadata("in:{1}", 1, "1-1", "k", 1, Map.of(), lease);
    OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey("k");
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      application.sendNow("held", incoming, key);
      lease.held = false;
      assertInstanceOf(LeaseLostException.class, application.refusal("lost", incoming, key));
      assertInstanceOf(LeaseLostException.class, application.refusal("lost", incoming));
      application.sendNow("explicit", incoming, key.under(PartitionLease.ENDLESS));
      application.sendNow("other", incoming, key.under(new FakeLease()));
    }
    assertEquals(List.of("held", "explicit", "other"), data());
  }

  @Test
  void a_lease_that_throws_fails_its_message_only() {
    PartitionLease broken =
        new PartitionLease() {
          @Override
          public long epoch() {
            return 1;
          }

          @Override
          public boolean isHeld() {
            throw new IllegalStateException("a bug");
          }
        };
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      CompletableFuture<Void> before = application.send("before");
      assertSentence(
          "a bug", application.refusal("x", OutgoingRedisStreamMetadata.ofKey("k").under(broken)));
      TestApplication.get(before);
      application.sendNow("after");
    }
    assertEquals(List.of("before", "after"), data());
  }

  @Test
  void tracing_adds_headers_and_hears_how_it_ended() {
    FakeTracing tracing = new FakeTracing();
    OutgoingRedisStreamMetadata metadata =
        OutgoingRedisStreamMetadata.ofKey("k").withHeaders(Map.of("h", "1"));
    try (TestApplication application =
        new TestApplication(
            redis, tracing, Wakeups.NONE, "stream", stream, "create-stream", "false")) {
      Throwable failure = application.refusal("x", metadata);
      assertInstanceOf(NoSuchStreamException.class, failure);
      redis.run(Command.XADD, stream, "*", "data", "0");
      application.sendNow("y", metadata);
      application.refusal(null, metadata);
      assertEquals(2, tracing.ended.size(), "what is refused at once is not published");
      assertSame(failure, tracing.ended.get(0));
      assertNull(tracing.ended.get(1).getMessage());
      assertEquals(List.of(stream, stream), tracing.streams);
    }
    assertEquals(
        Map.of("key", "k", "data", "y", "h", "1", "traceparent", "00-1"),
        entries(redis, stream).get(1).fields());
    assertEquals(Map.of("h", "1"), metadata.headers());
  }

  @Test
  void tracing_that_throws_is_a_nack() {
    Tracing broken =
        new FakeTracing() {
          @Override
          public Operation publishing(Message<?> message, String to, Map<String, String> headers) {
            throw new IllegalStateException("a bug");
          }
        };
    try (TestApplication application =
        new TestApplication(redis, broken, Wakeups.NONE, "stream", stream)) {
      assertSentence("a bug", application.refusal("x"));
    }
  }

  @Test
  void what_is_on_its_way_is_sent_when_the_upstream_completes() {
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      List<CompletableFuture<Void>> outcomes = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        outcomes.add(application.send("m" + i));
      }
      application.channel.onComplete();
      TestApplication.get(application.channel.close());
      assertTrue(outcomes.stream().allMatch(CompletableFuture::isDone), "closed when answered");
      TestApplication.all(outcomes);
      assertSentence("the channel is closed", application.refusal("late"));
      assertEquals(0, application.meters().pending.sum());
    }
    assertEquals(1000, redis.length(stream));
  }

  @Test
  void a_sender_that_throws_on_the_outcome_still_makes_room_for_the_next() {
    try (TestApplication application = new TestApplication(redis, "stream", stream)) {
      long demanded = application.demand.get();
      application.channel.onNext(
          Message.of(
              "x",
              (Supplier<CompletionStage<Void>>)
                  () -> {
                    throw new IllegalStateException("a bug");
                  }));
      until("asked for one more", () -> application.demand.get() == demanded + 1);
    }
  }

  private List<String> data() {
    return entries(redis, stream).stream().map(TestApplication.Stored::data).toList();
  }

  private static void assertSentence(String sentence, Throwable failure) {
    assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
  }

  private static final class FakeLease implements PartitionLease {
    private volatile boolean held = true;

    @Override
    public long epoch() {
      return 1;
    }

    @Override
    public boolean isHeld() {
      return held;
    }
  }

  private static class FakeTracing implements Tracing {
    private final List<String> streams = new CopyOnWriteArrayList<>();
    private final List<Throwable> ended = new CopyOnWriteArrayList<>();

    @Override
    public Operation publishing(Message<?> message, String to, Map<String, String> headers) {
      streams.add(to);
      headers.put("traceparent", "00-1");
      return new Operation() {
        @Override
        public Object metadata() {
          return null;
        }

        @Override
        public void end(Throwable failure) {
          ended.add(failure == null ? new Throwable() : failure);
        }
      };
    }

    @Override
    public Operation processing(String group, List<IncomingRedisStreamMetadata> entries) {
      throw new UnsupportedOperationException();
    }
  }
}
