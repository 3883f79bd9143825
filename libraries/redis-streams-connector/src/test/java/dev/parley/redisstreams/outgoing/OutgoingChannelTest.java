package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutgoingChannelTest {

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
  void messages_of_one_key_keep_their_order_in_one_partition() throws Exception {
    try (Sender sender = new Sender(redis, "stream", stream, "partitions", "4")) {
      List<CompletableFuture<Void>> acks = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String key = "key" + i % 10;
        acks.add(sender.send(key + "/" + i, OutgoingRedisStreamMetadata.ofKey(key)));
      }
      all(acks);
    }
    int found = 0;
    for (int partition = 0; partition < 4; partition++) {
      int[] last = new int[10];
      for (Response entry : redis.run(Command.XRANGE, stream + ":{" + partition + "}", "-", "+")) {
        assertEquals("key", entry.get(1).get(0).toString());
        String key = entry.get(1).get(1).toString();
        String[] data = entry.get(1).get(3).toString().split("/", -1);
        assertEquals(key, data[0]);
        assertEquals(partition, KeyHash.partition(key, 4));
        int number = Integer.parseInt(data[1]);
        int k = Integer.parseInt(key.substring(3));
        assertTrue(number >= last[k], "order of " + key);
        last[k] = number;
        found++;
      }
    }
    assertEquals(1000, found);
  }

  @Test
  void metadata_overrides_partition_and_stream() throws Exception {
    String other = TestRedis.uniqueStream();
    try (Sender sender = new Sender(redis, "stream", stream, "partitions", "4")) {
      all(
          List.of(
              sender.send("a", OutgoingRedisStreamMetadata.ofPartition(3)),
              sender.send("b", OutgoingRedisStreamMetadata.ofStream(other))));
    }
    assertEquals(1, redis.length(stream + ":{3}"));
    assertEquals(1, redis.length(other));
  }

  @Test
  void a_missing_stream_nacks_where_streams_are_not_created() throws Exception {
    try (Sender sender = new Sender(redis, "stream", stream, "create-stream", "false")) {
      CompletableFuture<Void> outcome =
          sender.send("lost", OutgoingRedisStreamMetadata.ofStream(stream));
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> outcome.get(30, TimeUnit.SECONDS));
      assertInstanceOf(NoSuchStreamException.class, failure.getCause());
      redis.run(Command.XADD, stream, "*", "data", "marker");
      sender.send("kept", OutgoingRedisStreamMetadata.ofStream(stream)).get(30, TimeUnit.SECONDS);
    }
    assertEquals(2, redis.length(stream));
  }

  @Test
  void a_cut_connection_comes_back_and_an_unknown_outcome_is_a_nack() throws Exception {
    try (Sender sender = new Sender(redis, "stream", stream)) {
      int acked = 0;
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          outcomes.add(sender.send("x", OutgoingRedisStreamMetadata.ofStream(stream)));
        }
        redis.killConnections();
        for (CompletableFuture<Void> outcome : outcomes) {
          acked +=
              outcome.handle((ok, failure) -> failure == null ? 1 : 0).get(30, TimeUnit.SECONDS);
        }
      }
      until(
          "gets through again",
          () ->
              sender
                  .send("last", OutgoingRedisStreamMetadata.ofStream(stream))
                  .handle((ok, failure) -> failure == null)
                  .join());
      assertTrue(redis.length(stream) >= acked + 1, "every acknowledged message is there");
    }
  }

  @Test
  void while_redis_is_away_a_message_is_nacked_at_once_and_later_ones_get_through()
      throws Exception {
    try (TestRedis own = new TestRedis();
        Sender sender = new Sender(own, "stream", stream)) {
      sender.send("before", OutgoingRedisStreamMetadata.ofStream(stream)).get(30, TimeUnit.SECONDS);
      own.stop();
      until("noticed", () -> !sender.isConnected());
      CompletableFuture<Void> during =
          sender.send("during", OutgoingRedisStreamMetadata.ofStream(stream));
      assertThrows(ExecutionException.class, () -> during.get(30, TimeUnit.SECONDS));
      own.start();
      until("connected again", sender::isConnected);
      sender.send("after", OutgoingRedisStreamMetadata.ofStream(stream)).get(30, TimeUnit.SECONDS);
      assertEquals(1, own.length(stream));
    }
  }

  @Test
  void trimming_keeps_what_a_group_has_not_read_and_acknowledged() throws Exception {
    redis.run(Command.XGROUP, "CREATE", stream, "slow", "0", "MKSTREAM");
    try (Sender sender = new Sender(redis, "stream", stream, "max-length", "100")) {
      send(sender, 1000);
      assertEquals(1000, redis.length(stream), "nothing is read, nothing may go");
      Response read =
          redis.run(Command.XREADGROUP, "GROUP", "slow", "c", "COUNT", 900, "STREAMS", stream, ">");
      Response entries = read.get(stream);
      String last = entries.get(899).get(0).toString();
      send(sender, 100);
      assertEquals(1100, redis.length(stream), "read, but not acknowledged");
      for (Response entry : entries) {
        redis.run(Command.XACK, stream, "slow", entry.get(0).toString());
      }
      send(sender, 200);
      until("trimmed", () -> redis.length(stream) < 600);
      assertEquals(1, redis.run(Command.XRANGE, stream, last, last).size(), "up to the last read");
      assertEquals(0, redis.run(Command.XRANGE, stream, "-", "(" + last).size() / 200);
    }
  }

  @Test
  void trimming_without_groups_keeps_about_the_length() throws Exception {
    try (Sender sender = new Sender(redis, "stream", stream, "max-length", "100")) {
      send(sender, 2000);
      until("trimmed", () -> redis.length(stream) <= 210);
      assertTrue(redis.length(stream) >= 100);
    }
  }

  private void send(Sender sender, int count) throws Exception {
    List<CompletableFuture<Void>> acks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      acks.add(sender.send("m" + i, OutgoingRedisStreamMetadata.ofStream(stream)));
    }
    all(acks);
  }

  private static void all(List<CompletableFuture<Void>> acks) throws Exception {
    CompletableFuture.allOf(acks.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
  }
}
