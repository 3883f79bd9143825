package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestSentinel;
import dev.parley.redisstreams.TestServers;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentinelConnectionTest extends ConnectionContract {

  @Override
  TestServers open() {
    return new TestSentinel(false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failOver_isFollowed(boolean byTheClientToo) {
    try (TestSentinel servers = new TestSentinel(byTheClientToo)) {
      CommandPipeline pipeline = written(servers);
      servers.failOver();
      goesOn(servers, pipeline);
    }
  }

  @Test
  void masterThatDies_isReplacedByItsReplica() {
    try (TestSentinel servers = new TestSentinel(false)) {
      CommandPipeline pipeline = written(servers);
      servers.killMaster();
      goesOn(servers, pipeline);
    }
  }

  private static CommandPipeline written(TestSentinel servers) {
    CommandPipeline pipeline = new CommandPipeline(servers.access());
    pipeline.start();
    TestRedis.until("connected", pipeline::isConnected);
    TestRedis.await(pipeline.send(set("before")));
    return pipeline;
  }

  private static void goesOn(TestSentinel servers, CommandPipeline pipeline) {
    TestRedis.until(
        "written to the new master",
        () -> {
          Future<Response> answer = pipeline.send(set("after"));
          TestRedis.until("answered", answer::isComplete);
          return answer.succeeded()
              && "after".equals(String.valueOf(servers.run(Command.GET, "key")));
        });
    TestRedis.until("connected", pipeline::isConnected);
    assertEquals("OK", TestRedis.await(pipeline.send(set("again"))).toString());
    assertEquals("again", servers.run(Command.GET, "key").toString());
    pipeline.close();
  }

  private static Request set(String value) {
    return Request.cmd(Command.SET).arg("key").arg(value);
  }
}
