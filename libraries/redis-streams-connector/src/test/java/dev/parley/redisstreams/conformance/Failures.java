package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.UndecodableException;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.deadletter.DeadLetters;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What becomes of an entry on which the application fails. */
abstract class Failures extends Behaviour {

  @In.EveryMode
  void failingEntry_isTriedAgainInOrderOfItsKeyWhileOthersFlow(Mode mode) throws Exception {
    List<String> done = new ArrayList<>();
    List<Integer> attempts = new ArrayList<>();
    Consumer<Worker.Taken> task =
        one -> {
          synchronized (done) {
            if (one.payload().equals("bad0")) {
              attempts.add(one.metadata().deliveryCount());
            }
            if (one.payload().equals("bad0") && (done.size() < 20 || attempts.size() < 3)) {
              one.fail();
              return;
            }
            if (one.payload().startsWith("good")) {
              done.add(one.payload());
            }
          }
          one.done();
        };
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, task, "retry-attempts", "0", "retry-max-delay", "PT0.05S")) {
      send(sender, "bad", "bad0", "bad1");
      for (int i = 0; i < 20; i++) {
        send(sender, "good" + i % 10, "good" + i);
      }
      send(sender, "bad", "bad2");
      until("the key goes on", () -> worker.payloads().contains("bad2"));
      untilSettled(mode);
      for (int i = 0; i < 20; i++) {
        assertEquals(1, worker.times().get("good" + i), "good" + i);
      }
      for (int i = 0; i < attempts.size(); i++) {
        assertEquals(i + 1, attempts.get(i));
      }
      assertEquals(attempts.size() - 1, worker.meters().failed.sum());
      if (!mode.shared()) {
        List<String> bad = worker.payloads("bad");
        assertTrue(bad.lastIndexOf("bad0") < bad.lastIndexOf("bad1"), bad::toString);
        assertTrue(bad.lastIndexOf("bad1") < bad.lastIndexOf("bad2"), bad::toString);
      }
    }
  }

  @In.EveryMode
  void hopelessEntry_isADeadLetterThatCanComeBackToItsGroup(Mode mode) throws Exception {
    RedisAccess access = servers().access();
    DeadLetters letters = new DeadLetters(access.redis(), stream, mode.partitions());
    AtomicBoolean hopeless = new AtomicBoolean(true);
    Consumer<Worker.Taken> task =
        one -> {
          if (one.payload().equals("hopeless") && hopeless.get()) {
            one.fail(new IllegalStateException("because"), null);
          } else {
            one.done();
          }
        };
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, task, "retry-attempts", "3");
        Worker other = worker(mode, "group", "other")) {
      get(
          sender.send(
              "hopeless", OutgoingRedisStreamMetadata.ofKey("k").withHeaders(Map.of("h", "x"))));
      send(sender, "k", "next");
      until("the key goes on", () -> worker.payloads().contains("next"));
      until("given up", () -> await(letters.count(DeadLetters.ALL)) == 1);
      untilSettled(mode);
      until("the other group has both", () -> other.taken.size() == 2);
      assertEquals(3, worker.times().get("hopeless"));
      until("counted", () -> worker.meters().deadLettered.sum() == 1);
      Worker.Taken lost =
          worker.taken.stream().filter(t -> t.payload().equals("hopeless")).findFirst().get();
      Map<String, String> letter = letters(lost.metadata().stream()).get(0);
      assertEquals(
          "k=x=hopeless", letter.get("key") + "=" + letter.get("h") + "=" + letter.get("data"));
      assertTrue(letter.get("dead-letter-cause").contains("because"));
      assertEquals(lost.metadata().stream(), letter.get("dead-letter-stream"));
      assertEquals(lost.metadata().id(), letter.get("dead-letter-id"));
      assertEquals(GROUP, letter.get("dead-letter-group"));
      assertEquals("3", letter.get("dead-letter-attempts"));
      assertTrue(Instant.parse(letter.get("dead-letter-time")).isAfter(Instant.EPOCH));
      assertEquals(9, letter.size());

      hopeless.set(false);
      assertEquals(1, await(letters.replayAll(DeadLetters.ALL, 10, tally -> {})).done());
      send(sender, "k", "last");
      until("all is here again", () -> worker.payloads().contains("last"));
      until("and there", () -> other.payloads().contains("last"));
      untilSettled(mode);
      assertEquals(4, worker.times().get("hopeless"));
      assertEquals(Set.of("hopeless", "next", "last"), other.distinct());
      assertEquals(3, other.taken.size(), "the replayed one is not the other group's");
      assertEquals(0, await(letters.count(DeadLetters.ALL)));
    } finally {
      access.redis().close();
    }
  }

  @In.EveryMode
  void undecodableEntry_isADeadLetterAtOnce(Mode mode) throws Exception {
    Consumer<Worker.Taken> task =
        one -> {
          if (one.payload().equals("gibberish")) {
            one.fail(new UndecodableException("s", "0-1", Integer.class, new Exception()), null);
          } else {
            one.done();
          }
        };
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, task)) {
      servers().run(Command.XADD, streams(mode).get(0), "*", "foreign", "field");
      send(sender, "k", "gibberish", "good");
      until("good", () -> worker.payloads().contains("good"));
      untilSettled(mode);
      assertEquals(List.of("gibberish", "good"), worker.payloads());
      until("counted", () -> worker.meters().deadLettered.sum() == 2);
      assertEquals(2, letters(mode));
      List<Map<String, String>> letters = letters(streams(mode).get(0));
      assertTrue(letters.stream().anyMatch(letter -> "field".equals(letter.get("foreign"))));
    }
  }

  @In.EveryMode
  void ignoredEntry_isForgotten(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, Worker.Taken::fail, "failure-strategy", "ignore")) {
      send(sender, 0, 10, 5);
      until("all", () -> worker.meters().ignored.sum() == 10);
      untilSettled(mode);
      assertEquals(10, worker.taken.size());
      assertEquals(0, letters(mode));
    }
  }

  @In.EveryMode
  void refusal_canAskForSomethingElseThanTheChannel(Mode mode) throws Exception {
    Exception cause = new IllegalStateException("x");
    Consumer<Worker.Taken> task =
        one -> {
          switch (one.payload()) {
            case "dead" -> one.fail(cause, OnNack.deadLetter());
            case "ignored" -> one.fail(cause, OnNack.ignore());
            default -> {
              if (one.metadata().deliveryCount() == 1) {
                one.fail(cause, OnNack.retryAfter(Duration.ofMillis(1)));
              } else {
                one.done();
              }
            }
          }
        };
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, task, "retry-delay", "PT1H", "retry-max-delay", "PT1H")) {
      send(sender, "a", "dead");
      send(sender, "b", "ignored");
      send(sender, "c", "later");
      until("all", () -> worker.taken.size() == 4);
      untilSettled(mode);
      assertEquals(Map.of("dead", 1L, "ignored", 1L, "later", 2L), worker.times());
      assertEquals(1, letters(mode));
    }
  }

  private long letters(Mode mode) {
    return streams(mode).stream()
        .mapToLong(one -> servers().length(StreamNames.deadLetters(one)))
        .sum();
  }

  /** The dead letters of a stream. */
  private List<Map<String, String>> letters(String of) {
    List<Map<String, String>> letters = new ArrayList<>();
    for (Response letter : servers().run(Command.XRANGE, StreamNames.deadLetters(of), "-", "+")) {
      Response values = letter.get(1);
      Map<String, String> fields = new HashMap<>();
      for (int i = 0; i < values.size(); i += 2) {
        fields.put(values.get(i).toString(), values.get(i + 1).toString());
      }
      letters.add(fields);
    }
    return letters;
  }

  private static <T> T await(Uni<T> answer) {
    return answer.await().atMost(Duration.ofSeconds(30));
  }
}
