package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;
import dev.parley.redisstreams.config.StreamNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the tests of all behaviours do: send, take, and look at what is in Redis. */
abstract class Behaviour {

  static final String GROUP = "g";

  final String stream = TestRedis.uniqueStream();

  abstract TestServers servers();

  /** Gives back everything as done. */
  Worker worker(Mode mode, String... attributes) {
    return worker(mode, Worker.Taken::done, attributes);
  }

  Worker worker(Mode mode, Consumer<Worker.Taken> task, String... attributes) {
    return new Worker(servers(), mode, false, 1, task, incoming(mode, attributes));
  }

  /** Takes up to 100 single entries before it gives one back. */
  Worker busyWorker(Mode mode, Consumer<Worker.Taken> task, String... attributes) {
    return new Worker(servers(), mode, false, 100, task, incoming(mode, attributes));
  }

  /** Keeps everything in its hands; can crash. */
  Worker mortalWorker(Mode mode, Consumer<Worker.Taken> task, String... attributes) {
    return new Worker(servers(), mode, true, 100, task, incoming(mode, attributes));
  }

  /** Attributes of the group's channel; what is given comes after, and counts. */
  String[] incoming(Mode mode, String... attributes) {
    return with(
        attributes,
        "stream",
        stream,
        "partitions",
        "" + mode.partitions(),
        "group",
        GROUP,
        "assignment",
        mode.shared() ? "shared" : "exclusive",
        "block",
        "PT0.2S",
        "retry-delay",
        "PT0.02S");
  }

  static String[] with(String[] more, String... first) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  Sender sender(Mode mode, String... attributes) {
    return new Sender(
        servers(), with(attributes, "stream", stream, "partitions", "" + mode.partitions()));
  }

  /** Sends the numbers as payloads, over so many keys; returns when Redis has them. */
  static void send(Sender sender, int from, int to, int keys) {
    List<CompletableFuture<Void>> outcomes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      outcomes.add(sender.send("" + i, OutgoingRedisStreamMetadata.ofKey("k" + i % keys)));
    }
    outcomes.forEach(Behaviour::get);
  }

  static void send(Sender sender, String key, String... payloads) {
    for (String payload : payloads) {
      get(sender.send(payload, OutgoingRedisStreamMetadata.ofKey(key)));
    }
  }

  static void get(CompletableFuture<?> outcome) {
    try {
      outcome.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not sent", e);
    }
  }

  static Set<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.toSet());
  }

  /** What several took together. */
  static Set<String> all(Worker... workers) {
    Set<String> all = new HashSet<>();
    Arrays.stream(workers).forEach(worker -> all.addAll(worker.payloads()));
    return all;
  }

  List<String> streams(Mode mode) {
    StreamNames names = new StreamNames(stream, mode.partitions());
    return IntStream.range(0, names.count()).mapToObj(names::partition).toList();
  }

  long pending(Mode mode) {
    return streams(mode).stream().mapToLong(one -> servers().pending(one, GROUP)).sum();
  }

  long length(Mode mode) {
    return streams(mode).stream().mapToLong(servers()::length).sum();
  }

  void untilSettled(Mode mode) {
    until("nothing is pending", () -> pending(mode) == 0);
  }

  /** Of each key, what is new came in the order in which it was sent: as numbers that grow. */
  static void assertFirstDeliveriesInOrder(Worker worker) {
    Map<String, List<Integer>> byKey = new HashMap<>();
    for (Worker.Taken one : worker.taken) {
      byKey
          .computeIfAbsent(one.metadata().key(), key -> new ArrayList<>())
          .add(Integer.valueOf(one.payload()));
    }
    byKey.forEach(
        (key, came) -> {
          List<Integer> first = List.copyOf(new LinkedHashSet<>(came));
          assertEquals(first.stream().sorted().toList(), first, "order of " + key);
        });
  }
}
