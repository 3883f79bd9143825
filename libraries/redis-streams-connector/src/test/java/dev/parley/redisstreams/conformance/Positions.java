package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.config.StreamNames;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A reader without a group. */
abstract class Positions extends Behaviour {

  /** A position instead of a group. */
  @Override
  String[] incoming(Mode mode, String... attributes) {
    return with(attributes, "stream", stream, "block", "PT0.2S");
  }

  private static List<String> list(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @In.LoneModes
  void beginning_isEverything(Mode mode) throws Exception {
    try (Sender sender = sender(mode)) {
      send(sender, 0, 50, 1);
      try (Worker worker = worker(mode, "position", "0")) {
        until("what was there", () -> worker.taken.size() == 50);
        send(sender, 50, 100, 1);
        until("what came", () -> worker.taken.size() == 100);
        assertEquals(list(0, 100), worker.payloads());
      }
      try (Worker again = worker(mode, "position", "0")) {
        until("all again", () -> again.payloads().equals(list(0, 100)));
      }
    }
  }

  @In.LoneModes
  void end_isWhatComesFromNowOn(Mode mode) throws Exception {
    try (Sender sender = sender(mode)) {
      send(sender, 0, 50, 1);
      try (Worker worker = worker(mode, "position", "$")) {
        int sent = 50;
        while (worker.taken.isEmpty() && sent < 5_000) {
          send(sender, sent, ++sent, 1);
        }
        int count = sent;
        until("the last one", () -> worker.payloads().contains("" + (count - 1)));
        int first = Integer.parseInt(worker.payloads().get(0));
        assertTrue(first >= 50, "begins with " + first);
        assertEquals(list(first, count), worker.payloads());
      }
    }
  }

  @In.LoneModes
  void entryId_isWhatComesAfterIt(Mode mode) throws Exception {
    try (Sender sender = sender(mode)) {
      send(sender, 0, 50, 1);
      Response tenth = servers().run(Command.XRANGE, stream, "-", "+", "COUNT", 10).get(9);
      try (Worker worker = worker(mode, "position", tenth.get(0).toString())) {
        until("the rest", () -> worker.payloads().equals(list(10, 50)));
      }
    }
  }

  @In.LoneModes
  void storedPosition_isWhereThatReaderWasDone(Mode mode) throws Exception {
    String[] stored = {"position", "stored", "consumer", "me", "batch-size", "5"};
    Consumer<Worker.Taken> half =
        one -> {
          if (Integer.parseInt(one.payload()) < 25) {
            one.done();
          }
        };
    try (Sender sender = sender(mode)) {
      send(sender, 0, 50, 10);
      Worker first = mortalWorker(mode, half, stored);
      until("more than half", () -> first.taken.size() > 25);
      String last = servers().run(Command.XRANGE, stream, "-", "+").get(24).get(0).toString();
      String key = StreamNames.position(stream, "me");
      until("stored", () -> last.equals(String.valueOf(servers().run(Command.GET, key))));
      first.crash();
      try (Worker next = worker(mode, stored)) {
        until("the rest", () -> next.taken.size() == 25);
        assertFirstDeliveriesInOrder(next);
        assertEquals(numbers(25, 50), next.distinct());
        assertFalse(next.taken.get(0).metadata().redelivered());
      }
      try (Worker last1 = worker(mode, stored)) {
        send(sender, 50, 51, 1);
        until("only what is new", () -> last1.payloads().equals(list(50, 51)));
      }
    }
  }

  @In.LoneModes
  void readEntries_areRemovedIfThatIsWanted(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker worker = worker(mode, "position", "0", "trim-read", "true")) {
      send(sender, 0, 500, 5);
      until("all", () -> worker.taken.size() == 500);
      until("removed", () -> length(mode) < 200);
      assertFirstDeliveriesInOrder(worker);
    }
  }

  @In.LoneModes
  void cutConnections_loseAndRepeatNothing(Mode mode) throws Exception {
    Consumer<Worker.Taken> slowly = one -> servers().vertx().setTimer(2, ignored -> one.done());
    try (Sender sender = sender(mode)) {
      send(sender, 0, 200, 20);
      try (Worker worker = busyWorker(mode, slowly, "position", "0", "batch-size", "10")) {
        for (int cut = 0; cut < 3; cut++) {
          int before = worker.taken.size();
          until("goes on", () -> worker.taken.size() > Math.min(before, 199));
          servers().killConnections();
        }
        until("all", () -> worker.distinct().equals(numbers(0, 200)));
        assertEquals(200, worker.taken.size());
        assertFirstDeliveriesInOrder(worker);
      }
    }
  }
}
