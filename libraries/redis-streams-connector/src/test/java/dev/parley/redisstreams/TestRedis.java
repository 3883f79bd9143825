package dev.parley.redisstreams;

import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A real redis-server on a free port, and a client to look behind the connector's back. */
public final class TestRedis implements TestServers {

  private static final long WAIT_SECONDS = 30;

  private final List<Redis> clients = new ArrayList<>();
  private final RedisProcess server;
  private final String address;
  public final Vertx vertx = Vertx.vertx();
  public final Redis redis;

  /** Redis 6.2, the oldest that is supported. */
  public TestRedis() {
    this(RedisProcess.bundled(), "");
  }

  private TestRedis(File binary, String login, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("--save", ""));
    arguments.addAll(List.of(settings));
    server = new RedisProcess(binary, RedisProcess.freePort(), arguments.toArray(String[]::new));
    address = "redis://" + login + "127.0.0.1:" + server.port();
    start();
    redis = client();
  }

  /** The newest Redis of this machine, see {@link RedisProcess#newest()}. */
  public static TestRedis newest() {
    return new TestRedis(RedisProcess.newest(), "");
  }

  /** A Redis that lets nobody in without a password. */
  public static TestRedis withPassword(String password) {
    return new TestRedis(RedisProcess.bundled(), ":" + password + "@", "--requirepass", password);
  }

  /** A Redis that takes about ten milliseconds for each key that it loads. */
  public static TestRedis loadingSlowly() {
    return new TestRedis(
        RedisProcess.bundled(), "", "--key-load-delay", "10000", "--rdbcompression", "no");
  }

  /** Puts keys of 64 KB; while it loads, Redis looks after its clients every 2 MB. */
  public void fill(int keys) {
    run(
        Command.EVAL,
        "for i = 1, ARGV[1] do redis.call('SET', 'fill:' .. i, string.rep('x', 65536)) end",
        0,
        keys);
  }

  /** Loads all its data again; returns when it has begun. */
  public void reload() {
    Future<Response> reloaded = redis.send(command(Command.DEBUG, "RELOAD"));
    until(
        "it loads",
        () -> {
          if (reloaded.isComplete()) {
            throw new AssertionError("too fast: " + reloaded);
          }
          return run(Command.INFO, "persistence").toString().contains("loading:1");
        });
  }

  /** A client of its own, with a pool of its own. */
  public Redis client() {
    return client(new RedisOptions().setConnectionString(address));
  }

  /** A client that is closed with the server. */
  public Redis client(RedisOptions options) {
    return client(vertx, options);
  }

  private Redis client(Vertx loops, RedisOptions options) {
    Redis client = Redis.createClient(loops, options.setMaxPoolSize(16).setMaxPoolWaiting(256));
    if (loops == vertx) {
      // Others go with the event loops that they live on.
      clients.add(client);
    }
    return client;
  }

  public int port() {
    return server.port();
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public RedisAccess access(Vertx loops) {
    Redis client = client(loops, new RedisOptions().setConnectionString(address));
    return new RedisAccess(loops, client, "test", false);
  }

  public void start() {
    server.start();
  }

  public void stop() {
    server.stop();
  }

  @Override
  public Future<Response> send(Command command, Object... arguments) {
    return redis.send(command(command, arguments));
  }

  /** A command with its arguments as text. */
  public static Request command(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }

  @Override
  public void killConnections() {
    run(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
  }

  @Override
  public void flush() {
    run(Command.FLUSHALL);
  }

  @Override
  public Set<String> connections() {
    return connections(run(Command.CLIENT, "LIST"));
  }

  /** The ids in the answer to {@code CLIENT LIST}, but for those of replicas and masters. */
  static Set<String> connections(Response list) {
    return list.toString()
        .lines()
        .filter(line -> !line.matches(".* flags=[SM] .*"))
        .map(line -> line.replaceAll("^id=(\\d+) .*", "$1"))
        .collect(Collectors.toSet());
  }

  public static String uniqueStream() {
    return "test:" + UUID.randomUUID();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  /** Closes a client, unless the test has done so. */
  static void close(Redis client) {
    try {
      client.close();
    } catch (IllegalStateException closedBefore) {
      // The client has no other way to say so.
    }
  }

  @Override
  public void close() {
    clients.forEach(TestRedis::close);
    await(vertx.close());
    server.close();
  }
}
