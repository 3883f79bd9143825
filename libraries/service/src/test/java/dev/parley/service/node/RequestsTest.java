package dev.parley.service.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.InboxAppender;
import dev.parley.service.RefusedException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RequestsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final RawJson PAYLOAD = RawJson.of("{\"n\":7}");

  @Inject Requests requests;
  @Inject Answerer answerer;
  @Inject OwnNode node;
  @Inject InboxAppender inboxes;
  @Inject RedisKeys keys;
  @Inject Redis redis;

  private Requests.Way way;

  @BeforeEach
  void reachable() {
    way = way(10, PATIENCE);
    until(node::isReachable);
  }

  @Test
  void reply_comes_back_to_whoever_asked() {
    assertEquals(PAYLOAD, await(way.ask(Answerer.REPEAT, "k1", PAYLOAD, "ann")));
    Envelope seen = last();
    assertEquals("k1", seen.key());
    assertEquals("ann", seen.user());
    assertEquals(node.id(), seen.replyTo().node());
    assertEquals(0, way.pending());
  }

  @Test
  void refusal_keeps_its_code() {
    assertEquals(ErrorCode.NOT_A_MEMBER, refused(way.ask(Answerer.REFUSE, "k", PAYLOAD, "ann")));
  }

  @Test
  void whatIsNotAnswered_timesOut_andIsForgotten() {
    Requests.Way impatient = way(10, Duration.ofMillis(200));
    assertEquals(ErrorCode.TIMEOUT, refused(impatient.ask(Answerer.IGNORE, "k", PAYLOAD, "ann")));
    assertEquals(0, impatient.pending());
  }

  @Test
  void noMoreThanMay_areUnderWay_andOtherWaysHaveRoom() {
    Requests.Way narrow = way(1, PATIENCE);
    CompletableFuture<RawJson> first =
        narrow.ask(Answerer.IGNORE, "k", PAYLOAD, "ann").subscribeAsCompletionStage();
    assertEquals(ErrorCode.RATE_LIMITED, refused(narrow.ask(Answerer.REPEAT, "k", PAYLOAD, "")));
    assertEquals(PAYLOAD, await(way.ask(Answerer.REPEAT, "k", PAYLOAD, "")));

    first.cancel(true);
    until(() -> narrow.pending() == 0);
    assertEquals(PAYLOAD, await(narrow.ask(Answerer.REPEAT, "k", PAYLOAD, "")));
  }

  @Test
  void whatHasNoReply_namesNobody() {
    int before = answerer.seen.size();
    await(way.tell(Answerer.REPEAT, "k", PAYLOAD, "ann"));
    until(() -> answerer.seen.size() > before);
    assertNull(last().replyTo());
  }

  @Test
  void entryThatCannotBeRead_holdsNothingUp() {
    assertTrue(await(inboxes.append(node.id(), "?".getBytes(StandardCharsets.UTF_8))));
    assertEquals(PAYLOAD, await(way.ask(Answerer.REPEAT, "k", PAYLOAD, "ann")));
  }

  @Test
  void lostInbox_isMadeAgain_andListenersAreTold() {
    int before = answerer.missed.get();
    await(
        redis.send(
            Request.cmd(Command.DEL).arg(keys.nodeLease(node.id())).arg(keys.inbox(node.id()))));
    until(() -> answerer.missed.get() > before);
    assertEquals(PAYLOAD, await(way.ask(Answerer.REPEAT, "k", PAYLOAD, "ann")));
  }

  private Requests.Way way(int max, Duration timeout) {
    return requests.by(answerer.stream(), new Requests.Bounds(max, timeout));
  }

  private Envelope last() {
    return answerer.seen.get(answerer.seen.size() - 1);
  }

  private static ErrorCode refused(Uni<?> asked) {
    return assertThrows(RefusedException.class, () -> await(asked)).code();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "in time");
      Thread.onSpinWait();
    }
  }
}
