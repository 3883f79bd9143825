package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestCluster;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterConnectionTest extends ConnectionContract {

  private TestCluster cluster;

  @Override
  TestServers open() {
    cluster = new TestCluster();
    return cluster;
  }

  @Override
  void killSubscribers() {
    for (int node = 0; node < cluster.nodes(); node++) {
      cluster.on(node, Command.CLIENT, "KILL", "TYPE", "pubsub");
    }
  }

  @Test
  void slotThatMovesUnderLoad_isFollowedInOrder() {
    String key = TestRedis.uniqueStream();
    int slot = cluster.slot(key);
    int source = cluster.masterOf(key);
    int target = cluster.otherMaster(key);
    try (Load load = new Load(key)) {
      load.untilAnswered(500);
      cluster.beginMove(slot, source, target);
      load.untilAnswered(500);
      cluster.moveKey(key, source, target);
      load.untilAnswered(500);
      cluster.endMove(slot, source, target);
      load.untilAnswered(500);
      assertEquals(target, cluster.masterOf(key));
      load.end();
      List<Integer> stored = load.stored();
      assertEquals(stored.stream().sorted().distinct().toList(), stored);
      assertTrue(stored.containsAll(load.done), "all that was answered is there");
      // Pipelines of which the first part was carried out when the key, or the slot, moved.
      assertTrue(load.failures.size() <= 2 * Load.UNDER_WAY, () -> "failed: " + load.failures);
    }
  }

  @Test
  void linkWhoseSlotHasMoved_sendsOnceMore() {
    String key = TestRedis.uniqueStream();
    RedisLink link = new RedisLink(cluster.access(), "test", connected -> {});
    link.start();
    TestRedis.until("connected", link::isConnected);
    List<Request> commands = List.of(push(key, 0), push(key, 1));
    assertEquals("[1, 2]", batch(link, commands).toString());
    int source = cluster.masterOf(key);
    int target = cluster.otherMaster(key);
    cluster.beginMove(cluster.slot(key), source, target);
    cluster.moveKey(key, source, target);
    assertEquals("[3, 4]", batch(link, commands).toString());
    cluster.endMove(cluster.slot(key), source, target);
    assertEquals("[5, 6]", batch(link, commands).toString());
    assertTrue(link.isConnected());
    link.close();
  }

  @Test
  void masterThatDies_isReplacedByItsReplica() {
    // Node 0 tells the test what it knows.
    String key = TestRedis.uniqueStream();
    while (cluster.masterOf(key) == 0) {
      key = TestRedis.uniqueStream();
    }
    String there = key;
    int dead = cluster.masterOf(key);
    CommandPipeline pipeline = new CommandPipeline(cluster.access());
    pipeline.start();
    TestRedis.until("connected", pipeline::isConnected);
    TestRedis.await(pipeline.send(push(there, 0)));
    cluster.kill(dead);
    TestRedis.until(
        "written to the new master",
        () -> {
          Future<Response> answer = pipeline.send(push(there, 1));
          TestRedis.until("answered", answer::isComplete);
          return answer.succeeded();
        });
    assertTrue(cluster.masterOf(there) != dead);
    cluster.restart(dead);
    cluster.untilComplete();
    TestRedis.until("connected", pipeline::isConnected);
    TestRedis.await(pipeline.send(push(there, 2)));
    pipeline.close();
  }

  private static Request push(String key, int value) {
    return Request.cmd(Command.RPUSH).arg(key).arg(value);
  }

  private static List<Response> batch(RedisLink link, List<Request> commands) {
    return TestRedis.await(
        Future.future(
            promise ->
                link.context()
                    .runOnContext(ignored -> link.batch(commands, 0).onComplete(promise))));
  }

  /** A sender that always has some commands under way, and remembers how each went. */
  private final class Load implements AutoCloseable {
    private static final int UNDER_WAY = 64;

    private final String key;
    private final CommandPipeline pipeline = new CommandPipeline(cluster.access());
    private final List<String> failures = new ArrayList<>();
    private final List<Integer> done = new ArrayList<>();
    private volatile int answered;
    private volatile boolean ending;
    private volatile int sent;

    Load(String key) {
      this.key = key;
      pipeline.start();
      TestRedis.until("connected", pipeline::isConnected);
      for (int i = 0; i < UNDER_WAY; i++) {
        send();
      }
    }

    private synchronized void send() {
      if (ending) {
        return;
      }
      int value = sent++;
      pipeline
          .send(push(key, value))
          .onComplete(
              answer -> {
                synchronized (this) {
                  if (answer.failed()) {
                    failures.add(answer.cause().getMessage());
                  } else {
                    done.add(value);
                  }
                  answered++;
                }
                send();
              });
    }

    void untilAnswered(int more) {
      int goal = answered + more;
      TestRedis.until("more answers", () -> answered >= goal);
    }

    void end() {
      synchronized (this) {
        ending = true;
      }
      TestRedis.until("all answered", () -> answered == sent);
    }

    List<Integer> stored() {
      List<Integer> values = new ArrayList<>();
      cluster.run(Command.LRANGE, key, 0, -1).forEach(value -> values.add(value.toInteger()));
      return values;
    }

    @Override
    public void close() {
      ending = true;
      pipeline.close();
    }
  }
}
