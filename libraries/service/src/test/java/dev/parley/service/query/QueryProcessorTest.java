package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.Taken;
import dev.parley.redisstreams.OnNack;
import dev.parley.routing.Downlink;
import dev.parley.routing.RouteTable;
import dev.parley.service.RefusedException;
import dev.parley.service.inbox.Replies;
import dev.parley.service.node.RedisResource;
import dev.parley.service.testing.HeldQuery;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What becomes of one entry, with each part that may fail. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class QueryProcessorTest {

  private static final String TYPE = "test:asked";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject RouteTable routes;
  @Inject ObjectMapper json;

  private final QueryMeters meters = new QueryMeters();
  private final List<InboxItem.Reply> replies = new ArrayList<>();
  private boolean redisAway;
  private boolean ready = true;
  private Duration maxAge = Duration.ofMinutes(1);
  private Supplier<Uni<?>> answer = () -> Uni.createFrom().item(new Taken());

  @Test
  void answer_is_told_and_the_entry_acknowledged() {
    TestEntry entry = process(now());

    assertEquals(1, entry.acks);
    assertEquals(new ReplyTo("n", "s", 7), to(replies.get(0)));
    assertEquals("{}", replies.get(0).payload().text());
    assertCounted(QueryOutcome.ANSWERED);
  }

  @Test
  void refusal_is_told_with_its_code() throws Exception {
    answer =
        () ->
            Uni.createFrom().failure(new RefusedException(ErrorCode.FORBIDDEN, "ann may not know"));
    TestEntry entry = process(now());

    assertEquals(1, entry.acks);
    assertEquals(ErrorReply.of(ErrorCode.FORBIDDEN, "ann may not know"), error());
    assertCounted(QueryOutcome.REFUSED);
  }

  @Test
  void storage_that_is_away_is_told_as_unavailable() throws Exception {
    answer = () -> Uni.createFrom().failure(new ConnectException("secret"));
    TestEntry entry = process(now());

    assertEquals(1, entry.acks);
    assertEquals(ErrorReply.of(ErrorCode.UNAVAILABLE, "what is stored cannot be reached"), error());
    assertCounted(QueryOutcome.UNAVAILABLE);
  }

  @Test
  void handler_may_say_itself_what_is_away() throws Exception {
    RefusedException away = new RefusedException(ErrorCode.UNAVAILABLE, "presence is away");
    answer = () -> Uni.createFrom().failure(away);
    process(now());

    assertEquals(ErrorReply.of(ErrorCode.UNAVAILABLE, "presence is away"), error());
    assertCounted(QueryOutcome.UNAVAILABLE);
  }

  @Test
  void before_the_storage_is_ready_it_is_unavailable() throws Exception {
    ready = false;
    answer = () -> Uni.createFrom().failure(new AssertionError("not to be asked"));
    process(now());

    assertEquals(ErrorCode.UNAVAILABLE.code(), error().code());
  }

  @Test
  void answer_that_never_comes_is_unavailable_when_the_asker_gives_up() throws Exception {
    maxAge = Duration.ofMillis(200);
    answer = () -> Uni.createFrom().nothing();
    TestEntry entry = process(now() + 60_000);

    assertEquals(1, entry.acks);
    assertEquals(ErrorCode.UNAVAILABLE.code(), error().code());
  }

  @Test
  void stale_query_is_not_answered() {
    answer = () -> Uni.createFrom().failure(new AssertionError("not to be asked"));
    TestEntry entry = process(now() - maxAge.toMillis() - 1);

    assertEquals(1, entry.acks);
    assertEquals(List.of(), replies);
    assertCounted(QueryOutcome.STALE);
  }

  @Test
  void bug_is_told_without_its_text_and_goes_to_the_dead_letters() throws Exception {
    IllegalStateException bug = new IllegalStateException("secret");
    answer =
        () -> {
          throw bug;
        };
    TestEntry entry = process(now());

    assertEquals(0, entry.acks);
    assertEquals(bug, entry.cause);
    assertEquals(OnNack.deadLetter(), entry.how);
    assertEquals(ErrorReply.of(ErrorCode.INTERNAL, "the query could not be answered"), error());
    assertCounted(QueryOutcome.REJECTED);
  }

  @Test
  void answer_that_cannot_be_written_is_a_bug_too() throws Exception {
    answer = () -> Uni.createFrom().item(new Object());
    TestEntry entry = process(now());

    assertEquals(OnNack.deadLetter(), entry.how);
    assertEquals(ErrorCode.INTERNAL.code(), error().code());
  }

  @Test
  void entry_that_is_no_query_goes_to_the_dead_letters() {
    TestEntry entry = new TestEntry("poison".getBytes(StandardCharsets.UTF_8));
    process(entry);

    assertInstanceOf(MalformedException.class, entry.cause);
    assertEquals(OnNack.deadLetter(), entry.how);
    assertEquals(List.of(), replies);
    assertCounted(QueryOutcome.REJECTED);
  }

  @Test
  void reply_that_redis_does_not_take_makes_the_query_come_again() {
    redisAway = true;
    TestEntry entry = process(now());

    assertEquals(0, entry.acks);
    assertNull(entry.how, "the channel's own way: again");
    assertTrue(entry.cause.getMessage().contains("Redis is away"), entry.cause.getMessage());
    for (QueryOutcome outcome : QueryOutcome.values()) {
      assertEquals(0, meters.counted(outcome), "not settled");
    }
  }

  @Test
  void entry_that_cannot_be_given_back_stops_nothing() {
    Message<byte[]> broken =
        Message.of(
            asked(now()),
            () ->
                Uni.createFrom()
                    .<Void>failure(new IllegalStateException("ack"))
                    .subscribeAsCompletionStage(),
            failure ->
                Uni.createFrom()
                    .<Void>failure(new IllegalStateException("nack"))
                    .subscribeAsCompletionStage());
    process(broken);

    assertEquals(1, replies.size());
  }

  private TestEntry process(long time) {
    TestEntry entry = new TestEntry(asked(time));
    process(entry);
    return entry;
  }

  private void process(Message<byte[]> entry) {
    replies.clear();
    Replies way = new Replies(new Downlink(routes, this::append));
    QueryDecoder decoder = new QueryDecoder(List.of(new Handler()));
    Lookup lookup = new Lookup(new TestStorage(), json);
    new QueryProcessor(decoder, lookup, way, meters)
        .process(entry, maxAge)
        .await()
        .atMost(PATIENCE);
  }

  private byte[] asked(long time) {
    ReplyTo replyTo = new ReplyTo("n", "s", 7);
    return EnvelopeCodec.encode(
        new Envelope("e", TYPE, "ann", time, "ann", replyTo, RawJson.of("{}")));
  }

  private Uni<Boolean> append(String node, byte[] entry) {
    if (redisAway) {
      return Uni.createFrom().failure(new IllegalStateException("Redis is away"));
    }
    assertEquals("n", node);
    InboxEntryCodec.decode(entry).items().forEach(one -> replies.add((InboxItem.Reply) one));
    return Uni.createFrom().item(true);
  }

  private static ReplyTo to(InboxItem.Reply reply) {
    return new ReplyTo("n", reply.session(), reply.request());
  }

  private ErrorReply error() throws JsonProcessingException {
    assertEquals(1, replies.size());
    assertTrue(replies.get(0).error());
    return json.readValue(replies.get(0).payload().text(), ErrorReply.class);
  }

  private void assertCounted(QueryOutcome outcome) {
    assertEquals(1, meters.counted(outcome));
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private final class TestStorage implements Storage {

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public boolean isAway(Throwable failure) {
      return failure instanceof ConnectException;
    }
  }

  private final class Handler implements QueryHandler<HeldQuery> {

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<HeldQuery> payloadType() {
      return HeldQuery.class;
    }

    @Override
    public Uni<?> answer(HeldQuery query, String user) {
      return answer.get();
    }
  }
}
