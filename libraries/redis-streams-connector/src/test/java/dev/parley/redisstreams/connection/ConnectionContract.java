package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds of the connections to Redis, however its servers are arranged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectionContract {

  private static final int PARTITIONS = 16;
  private static final int ROUNDS = 60;

  private TestServers servers;
  private final List<CommandPipeline> pipelines = new ArrayList<>();
  private String stream;

  /** The servers that are tested; closed at the end. */
  abstract TestServers open();

  @BeforeAll
  void start() {
    servers = open();
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @BeforeEach
  void unique() {
    stream = TestRedis.uniqueStream();
  }

  @AfterEach
  void close() {
    pipelines.forEach(CommandPipeline::close);
    pipelines.clear();
  }

  @Test
  void pipelineOfManyPartitions_answersAllAndKeepsTheOrderOfEach() {
    CommandPipeline pipeline = connected();
    List<Future<Response>> answers = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        answers.add(pipeline.send(push(partition, round)));
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i / PARTITIONS + 1, TestRedis.await(answers.get(i)).toInteger());
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertEquals(inOrder(ROUNDS), values(partition));
    }
  }

  @Test
  void linkOfManyPartitions_putsTheAnswersInTheOrderOfTheCommands() {
    RedisLink link = new RedisLink(servers.access(), "test", connected -> {});
    link.start();
    TestRedis.until("connected", link::isConnected);
    List<Request> commands = new ArrayList<>();
    for (int i = 0; i < 3 * PARTITIONS; i++) {
      commands.add(push(i % PARTITIONS, i));
    }
    commands.add(PARTITIONS, Request.cmd(Command.ECHO).arg("between"));
    Future<List<Response>> sent =
        Future.future(
            promise ->
                link.context()
                    .runOnContext(ignored -> link.batch(commands, 0).onComplete(promise)));
    List<Response> answers = new ArrayList<>(TestRedis.await(sent));
    assertEquals("between", answers.remove(PARTITIONS).toString());
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i / PARTITIONS + 1, answers.get(i).toInteger());
    }
    link.close();
  }

  @Test
  void scriptsOfManyPartitions_goToTheirs() {
    CommandPipeline pipeline = connected();
    List<Future<Response>> answers = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      answers.add(
          pipeline.send(
              Request.cmd(Command.EVAL)
                  .arg("return redis.call('INCR', KEYS[1])")
                  .arg(1)
                  .arg(key(partition))));
    }
    answers.forEach(answer -> assertEquals(1, TestRedis.await(answer).toInteger()));
  }

  @Test
  void errorOfOneCommand_leavesTheConnectionAsItIs() {
    CommandPipeline pipeline = connected();
    TestRedis.await(pipeline.send(Request.cmd(Command.SET).arg(key(0)).arg("text")));
    Future<Response> wrong = pipeline.send(push(0, 1));
    TestRedis.until("an error", wrong::isComplete);
    assertEquals(true, wrong.failed());
    assertEquals(true, pipeline.isConnected());
    assertEquals(1, TestRedis.await(pipeline.send(push(1, 1))).toInteger());
  }

  @Test
  void cutConnections_comeBackForEveryPartition() {
    CommandPipeline pipeline = connected();
    for (int cut = 0; cut < 5; cut++) {
      servers.killConnections();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        succeedsInTheEnd(pipeline, Request.cmd(Command.SET).arg(key(partition)).arg(cut));
      }
    }
  }

  @Test
  void closedLinks_leaveTheClientsConnectionsToOthers() {
    RedisAccess access = servers.access();
    // More than the client's pool has.
    for (int i = 0; i < 40; i++) {
      CommandPipeline pipeline = new CommandPipeline(access);
      pipeline.start();
      TestRedis.until("connected", pipeline::isConnected);
      TestRedis.await(pipeline.send(Request.cmd(Command.SET).arg(key(i)).arg(i)));
      pipeline.close();
    }
  }

  @Test
  void signals_areHeardAndComeBack() {
    AtomicInteger calls = new AtomicInteger();
    Signals signals = new Signals(servers.access());
    signals.start();
    signals.subscribe(stream, calls::incrementAndGet);
    signals.subscribe(stream + ":other", () -> {});
    TestRedis.until("the subscription", () -> calls.get() == 1);
    servers.run(Command.PUBLISH, stream, "x");
    TestRedis.until("the signal", () -> calls.get() == 2);
    killSubscribers();
    TestRedis.until("told to look again", () -> calls.get() >= 3);
    int before = calls.get();
    servers.run(Command.PUBLISH, stream, "x");
    TestRedis.until("the next signal", () -> calls.get() == before + 1);
    signals.close();
  }

  void killSubscribers() {
    servers.run(Command.CLIENT, "KILL", "TYPE", "pubsub");
  }

  private void succeedsInTheEnd(CommandPipeline pipeline, Request command) {
    TestRedis.until(
        "done",
        () -> {
          Future<Response> answer = pipeline.send(command);
          TestRedis.until("answered", answer::isComplete);
          return answer.succeeded();
        });
  }

  private CommandPipeline connected() {
    CommandPipeline pipeline = new CommandPipeline(servers.access());
    pipelines.add(pipeline);
    pipeline.start();
    TestRedis.until("connected", pipeline::isConnected);
    return pipeline;
  }

  private Request push(int partition, int value) {
    return Request.cmd(Command.RPUSH).arg(key(partition)).arg(value);
  }

  private List<String> values(int partition) {
    List<String> values = new ArrayList<>();
    servers.run(Command.LRANGE, key(partition), 0, -1).forEach(v -> values.add(v.toString()));
    return values;
  }

  private static List<String> inOrder(int count) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add("" + i);
    }
    return values;
  }

  private String key(int partition) {
    return stream + ":{" + partition + "}";
  }
}
