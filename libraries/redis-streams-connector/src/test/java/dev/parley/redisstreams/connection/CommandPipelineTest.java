package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.LeaseLostException;
import dev.parley.redisstreams.TestRedis;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandPipelineTest {

  private static TestRedis redis;
  private final String key = TestRedis.uniqueStream();
  private CommandPipeline pipeline;

  @BeforeAll
  static void start() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    pipeline = new CommandPipeline(redis.access());
    pipeline.start();
    TestRedis.until("connected", pipeline::isConnected);
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void commands_ofOneThreadAreCarriedOutInTheirOrder() {
    List<Future<Response>> answers = new ArrayList<>();
    for (int i = 0; i < 3 * CommandPipeline.MAX_BATCH; i++) {
      answers.add(pipeline.send(push(i)));
    }
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i + 1, TestRedis.await(answers.get(i)).toInteger());
    }
  }

  @Test
  void commandThatIsWanted_isSent() {
    assertEquals(
        1, TestRedis.await(pipeline.send(push(0), () -> true, AssertionError::new)).toInteger());
  }

  @Test
  void commandThatIsNotWantedAnyMore_isNotSentAndSaysWhy() {
    Future<Response> before = pipeline.send(push(0));
    Future<Response> unwanted =
        pipeline.send(push(1), () -> false, () -> new LeaseLostException(key));
    Future<Response> after = pipeline.send(push(2));
    assertEquals(1, TestRedis.await(before).toInteger());
    assertInstanceOf(LeaseLostException.class, failure(unwanted));
    assertEquals(2, TestRedis.await(after).toInteger());
    assertEquals("[0, 2]", redis.run(Command.LRANGE, key, 0, -1).toString());
  }

  @Test
  void commandsThatAreAllUnwanted_leaveThePipelineReady() {
    Future<Response> unwanted =
        pipeline.send(push(0), () -> false, () -> new LeaseLostException(key));
    assertInstanceOf(LeaseLostException.class, failure(unwanted));
    assertEquals(1, TestRedis.await(pipeline.send(push(1))).toInteger());
  }

  @Test
  void wanted_isAskedWhenTheCommandsTurnHasComeAndNotBefore() {
    // Three seconds on the server, during which the next pipeline gathers.
    Future<Response> slow = pipeline.send(Request.cmd(Command.BLPOP).arg(key + ":none").arg(3));
    AtomicInteger asked = new AtomicInteger();
    TestRedis.until("the slow command is under way", CommandPipelineTest::someoneBlocks);
    Future<Response> next =
        pipeline.send(
            push(0),
            () -> {
              asked.incrementAndGet();
              assertTrue(slow.isComplete());
              return true;
            },
            AssertionError::new);
    assertEquals(0, asked.get());
    assertEquals(1, TestRedis.await(next).toInteger());
    assertEquals(1, asked.get());
  }

  @Test
  void wanted_isAskedOnThePipelinesEventLoop() {
    AtomicReference<Object> asking = new AtomicReference<>();
    AtomicReference<Object> answering = new AtomicReference<>();
    // From the pipeline's event loop, where no answer can come before its handler is there.
    pipeline.send(
        push(0),
        () -> {
          pipeline
              .send(
                  push(1),
                  () -> {
                    asking.set(Thread.currentThread());
                    return true;
                  },
                  AssertionError::new)
              .onComplete(done -> answering.set(Thread.currentThread()));
          return true;
        },
        AssertionError::new);
    TestRedis.until("answered", () -> answering.get() != null);
    assertNotNull(asking.get());
    assertEquals(asking.get(), answering.get());
  }

  @Test
  void questionThatFails_isTheSendersFailure() {
    IllegalStateException bug = new IllegalStateException("of the test");
    Future<Response> answer =
        pipeline.send(
            push(0),
            () -> {
              throw bug;
            },
            AssertionError::new);
    assertEquals(bug, failure(answer));
    assertEquals(1, TestRedis.await(pipeline.send(push(1))).toInteger());
  }

  @Test
  void senderThatFailsOnItsAnswer_keepsNobodyFromTheirs() {
    AtomicReference<Future<Response>> second = new AtomicReference<>();
    // On the pipeline's event loop: nothing is answered before it has its handler.
    pipeline.send(
        push(0),
        () -> {
          pipeline
              .send(push(1))
              .onComplete(
                  answer -> {
                    throw new IllegalStateException("of the test");
                  });
          second.set(pipeline.send(push(2)));
          return true;
        },
        AssertionError::new);
    TestRedis.until("sent", () -> second.get() != null);
    assertEquals(3, TestRedis.await(second.get()).toInteger());
    assertEquals(4, TestRedis.await(pipeline.send(push(3))).toInteger());
  }

  @Test
  void closedPipeline_reallyClosesItsConnection() {
    long id = TestRedis.await(pipeline.send(Request.cmd(Command.CLIENT).arg("ID"))).toLong();
    pipeline.close();
    TestRedis.until(
        "the connection is gone",
        () -> redis.run(Command.CLIENT, "LIST", "ID", id).toString().isBlank());
    assertInstanceOf(NotConnectedException.class, failure(pipeline.send(push(0))));
  }

  private Request push(int value) {
    return Request.cmd(Command.RPUSH).arg(key).arg(value);
  }

  private static boolean someoneBlocks() {
    return redis.run(Command.INFO, "clients").toString().contains("blocked_clients:1");
  }

  private static Throwable failure(Future<Response> answer) {
    try {
      return new AssertionError(
          "answered: "
              + answer.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      return e;
    }
  }
}
