package dev.parley.redisstreams;

import static dev.parley.redisstreams.TestRedis.await;
import static dev.parley.redisstreams.TestRedis.command;
import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A master, its replica, and a Sentinel that changes their roles. */
public final class TestSentinel implements TestServers {

  private static final String MASTER = "mymaster";

  private final Vertx vertx = Vertx.vertx();
  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<Redis> clients = new ArrayList<>();
  private final Map<Integer, Redis> byPort = new HashMap<>();
  private final RedisProcess sentinel;
  private final Redis sentinelNode;
  private final boolean autoFailover;

  public TestSentinel(boolean autoFailover) {
    this.autoFailover = autoFailover;
    servers.add(server());
    int master = servers.get(0).port();
    servers.add(server("--replicaof", "127.0.0.1", "" + master));
    servers.forEach(RedisProcess::start);
    Redis replica = plain(servers.get(1).port());
    // A Sentinel that asks too early asks again after ten seconds only.
    until(
        "the replica is in step",
        () ->
            send(replica, Command.INFO, "replication")
                .toString()
                .contains("master_link_status:up"));
    sentinel = sentinel(master);
    sentinel.start();
    sentinelNode = plain(sentinel.port());
    until("the sentinel knows the replica", () -> sentinelSays().contains("num-slaves,1"));
  }

  private static RedisProcess server(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--save", "", "--repl-diskless-sync", "yes"));
    arguments.addAll(List.of("--repl-diskless-sync-delay", "0"));
    arguments.addAll(List.of(more));
    return new RedisProcess(
        RedisProcess.bundled(), RedisProcess.freePort(), arguments.toArray(String[]::new));
  }

  private static RedisProcess sentinel(int master) {
    RedisProcess process =
        new RedisProcess(
            RedisProcess.bundled(), RedisProcess.freePort(), "sentinel.conf", "--sentinel");
    try {
      Files.writeString(
          process.directory().resolve("sentinel.conf"),
          String.join(
              "\n",
              "sentinel monitor " + MASTER + " 127.0.0.1 " + master + " 1",
              "sentinel down-after-milliseconds " + MASTER + " 500",
              "sentinel failover-timeout " + MASTER + " 3000",
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return process;
  }

  private String sentinelSays() {
    Response master = send(sentinelNode, Command.SENTINEL, "MASTER", MASTER);
    return master.toString().replaceAll("[\\[\\]{} ]", "").replaceAll("[=:]", ",");
  }

  private static Response send(Redis redis, Command command, Object... arguments) {
    return await(redis.send(command(command, arguments)));
  }

  private Redis plain(int port) {
    return keep(
        Redis.createClient(
            vertx, new RedisOptions().setConnectionString("redis://127.0.0.1:" + port)));
  }

  private Redis keep(Redis client) {
    clients.add(client);
    return client;
  }

  /** The port of the master, as the Sentinel says. */
  public int master() {
    return send(sentinelNode, Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", MASTER)
        .get(1)
        .toInteger();
  }

  /** The Sentinel makes the replica the master, in order; returns when it says so. */
  public void failOver() {
    int before = master();
    // At first it has not yet asked the replica how it is.
    until("the sentinel finds the replica good enough", this::orderFailOver);
    until("another master", () -> master() != before);
  }

  private boolean orderFailOver() {
    return await(
        sentinelNode
            .send(command(Command.SENTINEL, "FAILOVER", MASTER))
            .map(true)
            .otherwise(false));
  }

  /** The master crashes; returns when the Sentinel has made the replica the master. */
  public void killMaster() {
    int before = master();
    servers.stream().filter(s -> s.port() == before).forEach(RedisProcess::kill);
    until("another master", () -> master() != before);
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public RedisAccess access(Vertx loops) {
    Redis client =
        Redis.createClient(
            loops,
            new RedisOptions()
                .setType(RedisClientType.SENTINEL)
                .addConnectionString("redis://127.0.0.1:" + sentinel.port())
                .setMasterName(MASTER)
                .setAutoFailover(autoFailover)
                .setMaxPoolSize(16)
                .setMaxPoolWaiting(64));
    if (loops == vertx) {
      // Others go with the event loops that they live on.
      keep(client);
    }
    return new RedisAccess(loops, client, "test", false);
  }

  @Override
  public Future<Response> send(Command command, Object... arguments) {
    return byPort.computeIfAbsent(master(), this::plain).send(command(command, arguments));
  }

  @Override
  public void flush() {
    run(Command.FLUSHALL);
  }

  @Override
  public Set<String> connections() {
    return TestRedis.connections(run(Command.CLIENT, "LIST"));
  }

  @Override
  public void killConnections() {
    run(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
  }

  @Override
  public void close() {
    clients.forEach(TestRedis::close);
    await(vertx.close());
    sentinel.close();
    servers.forEach(RedisProcess::close);
  }
}
