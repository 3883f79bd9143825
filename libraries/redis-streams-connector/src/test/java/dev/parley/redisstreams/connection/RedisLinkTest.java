package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.RedisProcess;
import dev.parley.redisstreams.TestKeyStore;
import dev.parley.redisstreams.TestProxy;
import dev.parley.redisstreams.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLinkTest {

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler listener = new Listener();
  private TestRedis redis;
  private RedisLink link;

  @BeforeEach
  void listen() {
    Logger.getLogger(RedisLink.class.getName()).addHandler(listener);
  }

  @AfterEach
  void close() {
    if (link != null) {
      link.close();
    }
    redis.close();
    Logger.getLogger(RedisLink.class.getName()).removeHandler(listener);
  }

  @Test
  void serverThatBecameAReplica_isNotConnectedUntilItIsAMasterAgain() {
    redis = new TestRedis();
    open(redis.client());
    assertEquals("[OK]", batch(set("a")).result().toString());
    redis.run(Command.REPLICAOF, "127.0.0.1", RedisProcess.freePort());
    Future<List<Response>> refused = batch(set("b"));
    assertTrue(refused.cause().getMessage().contains("READONLY"));
    TestRedis.until("it says so", link::isDown);
    long attempts = connections();
    TestRedis.until("some more attempts", () -> connections() > attempts + 3);
    assertFalse(link.isConnected());
    redis.run(Command.REPLICAOF, "NO", "ONE");
    TestRedis.until("connected", link::isConnected);
    assertEquals("[OK]", batch(set("c")).result().toString());
    assertEquals(1, logged("Redis is away"), log::toString);
    assertEquals(1, logged("connected to Redis again"), log::toString);
  }

  @Test
  void scriptThatAReplicaRefuses_isARefusalToo() {
    redis = new TestRedis();
    open(redis.client());
    redis.run(Command.REPLICAOF, "127.0.0.1", RedisProcess.freePort());
    Request script =
        Request.cmd(Command.EVAL).arg("return redis.call('SET', KEYS[1], 1)").arg(1).arg("k");
    assertTrue(batch(script).failed());
    TestRedis.until("it says so", link::isDown);
    redis.run(Command.REPLICAOF, "NO", "ONE");
    TestRedis.until("connected", link::isConnected);
  }

  @Test
  void serverThatLoadsItsData_isNotConnectedUntilItHas() {
    redis = TestRedis.loadingSlowly();
    redis.fill(300);
    open(redis.client());
    redis.reload();
    assertTrue(batch(set("while it loads")).failed());
    assertFalse(link.isConnected());
    TestRedis.until("connected", link::isConnected);
    assertEquals("[OK]", batch(set("after")).result().toString());
  }

  @Test
  void wrongCommand_leavesTheConnection() {
    redis = new TestRedis();
    open(redis.client());
    String id = batch(Request.cmd(Command.CLIENT).arg("ID")).result().toString();
    assertTrue(batch(Request.cmd(Command.INCR).arg("no").arg("such")).failed());
    assertTrue(batch(Request.cmd(Command.EVAL).arg("return nonsense(").arg(0)).failed());
    assertEquals(id, batch(Request.cmd(Command.CLIENT).arg("ID")).result().toString());
  }

  @Test
  void errorsOfOnePipeline_comeInOrderOnEveryEventLoop() {
    redis = new TestRedis();
    Request wrong = Request.cmd(Command.HGET).arg("key").arg("field");
    redis.run(Command.SET, "key", "text");
    for (int loop = 0; loop < 8; loop++) {
      open(redis.client());
      List<Request> commands = Collections.nCopies(100, wrong);
      String errors =
          Future.<List<Response>>future(
                  promise ->
                      link.context()
                          .runOnContext(ignored -> link.batch(commands, 0).onComplete(promise)))
              .map(Object::toString)
              .otherwise(Throwable::getMessage)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      List<String> lines = errors.lines().toList();
      for (int i = 0; i < 100; i++) {
        assertTrue(lines.get(i).startsWith("ERR [" + i + "] WRONGTYPE"), errors);
      }
      link.close();
    }
  }

  @Test
  void wrongPassword_isNeverConnectedAndSaysWhy() {
    redis = TestRedis.withPassword("right");
    link =
        new RedisLink(access(redis.client(address("redis", ":wrong@"))), "test", connected -> {});
    link.start();
    TestRedis.until("down", link::isDown);
    assertTrue(log.toString().contains("WRONGPASS"), log::toString);
    assertFalse(log.toString().contains(":wrong@"), "no password in the log");
  }

  @Test
  void missingPassword_isNeverConnectedAndSaysWhy() {
    redis = TestRedis.withPassword("right");
    link = new RedisLink(access(redis.client(address("redis", ""))), "test", connected -> {});
    link.start();
    TestRedis.until("down", link::isDown);
    assertTrue(log.toString().contains("NOAUTH"), log::toString);
  }

  @Test
  void userAndPassword_letIn() {
    redis = TestRedis.withPassword("right");
    redis.run(Command.ACL, "SETUSER", "alice", "on", ">secret", "~*", "&*", "+@all");
    open(redis.client(address("redis", "alice:secret@")));
    assertEquals("[alice]", batch(Request.cmd(Command.ACL).arg("WHOAMI")).result().toString());
  }

  @Test
  void userWithoutRights_isToldAndKeepsTheConnection() {
    redis = TestRedis.withPassword("right");
    redis.run(Command.ACL, "SETUSER", "bob", "on", ">secret", "~*", "+ping", "+get", "+hello");
    open(redis.client(address("redis", "bob:secret@")));
    assertTrue(batch(set("x")).cause().getMessage().contains("NOPERM"));
    assertTrue(link.isConnected());
  }

  @Test
  void tls_isUsedWithTheRightAuthorityAndRefusedWithAnother() {
    redis = TestRedis.withPassword("right");

    try (TestKeyStore known = new TestKeyStore();
        TestKeyStore other = new TestKeyStore();
        TestProxy tls =
            new TestProxy(
                redis.vertx,
                redis.port(),
                new NetServerOptions().setSsl(true).setKeyCertOptions(known.options()))) {
      RedisLink wrong =
          new RedisLink(access(redis.client(trusting(tls, other))), "wrong", connected -> {});
      wrong.start();
      TestRedis.until("refused", wrong::isDown);
      assertTrue(log.toString().contains("wrong: Redis is away"), log::toString);
      assertTrue(log.toString().contains("PKIX"), log::toString);
      wrong.close();
      open(redis.client(trusting(tls, known)));
      assertEquals("[OK]", batch(set("over TLS")).result().toString());
      redis.killConnections();
      TestRedis.until("again", () -> batch(set("again")).succeeded());
    }
  }

  @Test
  void peerThatVanished_isNoticedBySignals() {
    redis = new TestRedis();
    AtomicInteger calls = new AtomicInteger();
    try (TestProxy proxy = new TestProxy(redis.vertx, redis.port(), new NetServerOptions())) {
      Redis far =
          redis.client(new RedisOptions().setConnectionString("redis://127.0.0.1:" + proxy.port()));
      Signals signals = new Signals(access(far), Duration.ofMillis(500));
      signals.start();
      signals.subscribe("channel", calls::incrementAndGet);
      TestRedis.until("subscribed", () -> calls.get() == 1);
      proxy.deaf(true);
      TestRedis.until("noticed", () -> logged("no signal in") >= 1);
      proxy.deaf(false);
      proxy.cut();
      TestRedis.until("subscribed again", () -> calls.get() >= 2);
      signals.close();
    }
  }

  private RedisOptions trusting(TestProxy tls, TestKeyStore authority) {
    RedisOptions options =
        new RedisOptions().setConnectionString("rediss://:right@127.0.0.1:" + tls.port());
    options
        .getNetClientOptions()
        .setTrustOptions(authority.options())
        .setHostnameVerificationAlgorithm("HTTPS");
    return options;
  }

  private RedisOptions address(String scheme, String login) {
    return new RedisOptions()
        .setConnectionString(scheme + "://" + login + "127.0.0.1:" + redis.port());
  }

  private RedisAccess access(Redis client) {
    return new RedisAccess(redis.vertx, client, "test", false);
  }

  private void open(Redis client) {
    link = new RedisLink(access(client), "test", connected -> {});
    link.start();
    TestRedis.until("connected", link::isConnected);
  }

  /** Answered, well or not. */
  private Future<List<Response>> batch(Request command) {
    Future<List<Response>> answer =
        Future.future(
            promise ->
                link.context()
                    .runOnContext(ignored -> link.batch(List.of(command), 0).onComplete(promise)));
    TestRedis.until("answered", answer::isComplete);
    return answer;
  }

  private static Request set(String value) {
    return Request.cmd(Command.SET).arg("key").arg(value);
  }

  private long connections() {
    return redis
        .run(Command.INFO, "stats")
        .toString()
        .lines()
        .filter(line -> line.startsWith("total_connections_received:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElseThrow();
  }

  private long logged(String text) {
    return log.stream().filter(line -> line.contains(text)).count();
  }

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord entry) {
      log.add(
          entry instanceof org.jboss.logmanager.ExtLogRecord record
              ? record.getFormattedMessage()
              : entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
