package dev.parley.redisstreams.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.RedisProcess;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.config.StreamNames;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster of one: it refuses commands whose keys do not share a slot, as a large one does. */
class DeadLettersInClusterTest {

  private static final int SLOTS = 16_384;

  private static final Vertx VERTX = Vertx.vertx();
  private static int port;
  private static RedisProcess server;
  private static Redis redis;

  private final String stream = TestRedis.uniqueStream();

  @BeforeAll
  static void startCluster() {
    port = RedisProcess.freePort();
    server =
        new RedisProcess(RedisProcess.bundled(), port, "--save", "", "--cluster-enabled", "yes");
    server.start();
    redis =
        Redis.createClient(
            VERTX,
            new RedisOptions()
                .setType(RedisClientType.CLUSTER)
                .setConnectionString("redis://127.0.0.1:" + port));
    takeAllSlots();
  }

  private static void takeAllSlots() {
    Redis node = Redis.createClient(VERTX, "redis://127.0.0.1:" + port);
    Request take = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
    for (int slot = 0; slot < SLOTS; slot++) {
      take.arg(slot);
    }
    TestRedis.await(node.send(take));
    TestRedis.until(
        "the cluster is whole",
        () ->
            TestRedis.await(node.send(Request.cmd(Command.CLUSTER).arg("INFO")))
                .toString()
                .contains("cluster_state:ok"));
    node.close();
  }

  @AfterAll
  static void stopCluster() {
    redis.close();
    TestRedis.await(VERTX.close());
    server.close();
  }

  @Test
  void all_partitions_are_listed_replayed_and_dropped() {
    for (int partition = 0; partition < 4; partition++) {
      add(new StreamNames(stream, 4).partition(partition), partition + 1);
    }
    Map<String, String> environment = Map.of("REDIS_URL", "redis://127.0.0.1:" + port);
    assertEquals(List.of("3/4-0", "2/3-0", "1/2-0", "0/1-0"), listed(environment));
    run(environment, "drop", "1/2-0");
    assertTrue(run(environment, "replay", "2/3-0").startsWith("2/3-0 was added"));
    assertEquals(
        "2 replayed, 0 left where they are.\n", run(environment, "replay", "--all", "--yes"));
    Response back = TestRedis.await(redis.send(Request.cmd(Command.XLEN).arg(stream + ":{3}")));
    assertEquals(1, back.toLong());
  }

  @Test
  void a_plain_stream_and_its_dead_letters_share_a_slot() {
    add(stream, 1);
    DeadLetters letters = new DeadLetters(redis, stream, 0);
    Tally tally = letters.replayAll(DeadLetters.ALL, 10, soFar -> {}).await().indefinitely();
    assertEquals(new Tally(1, 0, null), tally);
  }

  private static void add(String source, int millis) {
    TestRedis.await(
        redis.send(
            Request.cmd(Command.XADD)
                .arg(StreamNames.deadLetters(source))
                .arg(millis + "-0")
                .arg("data")
                .arg("x")
                .arg("dead-letter-stream")
                .arg(source)));
  }

  private List<String> listed(Map<String, String> environment) {
    return run(environment, "list")
        .lines()
        .filter(line -> Character.isDigit(line.charAt(0)))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private String run(Map<String, String> environment, String... command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] rest = {"--stream", stream, "--partitions", "4", "--cluster"};
    String[] args =
        java.util.stream.Stream.of(command, rest)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);
    int code =
        DeadLetterTool.run(
            args,
            environment,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    assertEquals(0, code);
    return out.toString(StandardCharsets.UTF_8);
  }
}
