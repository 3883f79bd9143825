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
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters, each with one replica. */
public final class TestCluster implements TestServers {

  private static final int MASTERS = 3;
  private static final int NODES = 2 * MASTERS;
  private static final int SLOTS = 16_384;
  private static final int POOLED = 8;

  private final Vertx vertx = Vertx.vertx();
  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<Redis> nodes = new ArrayList<>();
  private final List<Redis> clients = new ArrayList<>();
  private final Redis client;

  public TestCluster() {
    for (int i = 0; i < NODES; i++) {
      RedisProcess server = node(RedisProcess.freePort());
      server.start();
      servers.add(server);
      nodes.add(
          Redis.createClient(
              vertx, new RedisOptions().setConnectionString("redis://127.0.0.1:" + server.port())));
    }
    form();
    client = client(vertx);
  }

  private static RedisProcess node(int port) {
    return new RedisProcess(
        RedisProcess.bundled(),
        port,
        "--save",
        "",
        "--cluster-enabled",
        "yes",
        "--cluster-node-timeout",
        "1000",
        "--repl-diskless-sync",
        "yes",
        "--repl-diskless-sync-delay",
        "0");
  }

  private void form() {
    for (int i = 0; i < NODES; i++) {
      on(i, Command.CLUSTER, "SET-CONFIG-EPOCH", i + 1);
      if (i < MASTERS) {
        int master = i;
        List<Object> slots = new ArrayList<>(List.of("ADDSLOTS"));
        IntStream.range(0, SLOTS).filter(s -> s * MASTERS / SLOTS == master).forEach(slots::add);
        on(i, Command.CLUSTER, slots.toArray());
      }
    }
    for (int i = 0; i < NODES; i++) {
      for (int j = 0; j < i; j++) {
        on(i, Command.CLUSTER, "MEET", "127.0.0.1", servers.get(j).port());
      }
    }
    untilAll("every node knows all", i -> info(i).contains("cluster_known_nodes:" + NODES));
    untilAll("every node knows all slots", i -> info(i).contains("cluster_state:ok"));
    for (int i = MASTERS; i < NODES; i++) {
      on(i, Command.CLUSTER, "REPLICATE", id(i - MASTERS));
    }
    untilComplete();
  }

  /** Waits until there are a master and a replica for each slot, and every node knows it. */
  public void untilComplete() {
    untilAll("every slot is served", i -> info(i).contains("cluster_state:ok"));
    untilAll("every node knows the replicas", i -> replicas(i) == MASTERS);
    untilAll("every replica is in step", this::inStep);
  }

  private int replicas(int knower) {
    return (int)
        on(knower, Command.CLUSTER, "NODES")
            .toString()
            .lines()
            .filter(line -> line.contains("slave ") && !line.contains("fail"))
            .count();
  }

  private boolean inStep(int node) {
    String replication = on(node, Command.INFO, "replication").toString();
    return replication.contains("role:master") || replication.contains("master_link_status:up");
  }

  private void untilAll(String what, Predicate<Integer> condition) {
    for (int i = 0; i < NODES; i++) {
      int node = i;
      until(what + ", node " + i, () -> condition.test(node));
    }
  }

  private String info(int node) {
    return on(node, Command.CLUSTER, "INFO").toString();
  }

  private String id(int node) {
    return on(node, Command.CLUSTER, "MYID").toString();
  }

  /** Runs a command on that very node. */
  public Response on(int node, Command command, Object... arguments) {
    return await(nodes.get(node).send(command(command, arguments)));
  }

  /** With room for a reader per partition, each of which takes a connection to every node. */
  private Redis client(Vertx loops) {
    RedisOptions options =
        new RedisOptions()
            .setType(RedisClientType.CLUSTER)
            .setMaxPoolSize(32)
            .setMaxPoolWaiting(64);
    servers.forEach(server -> options.addConnectionString("redis://127.0.0.1:" + server.port()));
    Redis made = Redis.createClient(loops, options);
    if (loops == vertx) {
      // Others go with the event loops that they live on.
      clients.add(made);
    }
    return made;
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public RedisAccess access(Vertx loops) {
    return new RedisAccess(loops, client(loops), "test", true);
  }

  @Override
  public Future<Response> send(Command command, Object... arguments) {
    return send(POOLED, command(command, arguments));
  }

  /** Connections in the pool that were cut while they were idle are given out once more. */
  private Future<Response> send(int attempts, Request command) {
    return client
        .send(command)
        .recover(
            cause ->
                attempts > 1 && cause.getMessage().contains("CONNECTION_CLOSED")
                    ? send(attempts - 1, command)
                    : Future.failedFuture(cause));
  }

  @Override
  public void flush() {
    masters().forEach(node -> on(node, Command.FLUSHALL));
  }

  /** The nodes that serve slots, by the knowledge of the first living node. */
  private List<Integer> masters() {
    List<Integer> masters = new ArrayList<>();
    on(0, Command.CLUSTER, "SLOTS")
        .forEach(range -> masters.add(indexOf(range.get(2).get(1).toInteger())));
    return masters.stream().distinct().toList();
  }

  @Override
  public Set<String> connections() {
    Set<String> connections = new HashSet<>();
    for (int i = 0; i < NODES; i++) {
      int node = i;
      TestRedis.connections(on(node, Command.CLIENT, "LIST"))
          .forEach(id -> connections.add(node + ":" + id));
    }
    return connections;
  }

  /** Waits until each replica has what its master has at present. */
  public void untilReplicated() {
    for (int master : masters()) {
      long offset = number(on(master, Command.INFO, "replication"), "master_repl_offset");
      int port = servers.get(master).port();
      for (int i = 0; i < NODES; i++) {
        int node = i;
        if (on(node, Command.INFO, "replication").toString().contains("master_port:" + port)) {
          until(
              "replicated to node " + node,
              () -> number(on(node, Command.INFO, "replication"), "slave_repl_offset") >= offset);
        }
      }
    }
  }

  private static long number(Response info, String name) {
    return info.toString()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).trim()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void killConnections() {
    for (int i = 0; i < NODES; i++) {
      on(i, Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  public int nodes() {
    return NODES;
  }

  /** The slot of a key, as Redis says. */
  public int slot(String key) {
    return on(0, Command.CLUSTER, "KEYSLOT", key).toInteger();
  }

  /** The node that serves the slot of that key, by the knowledge of the first living node. */
  public int masterOf(String key) {
    int slot = slot(key);
    for (Response range : on(0, Command.CLUSTER, "SLOTS")) {
      if (range.get(0).toInteger() <= slot && slot <= range.get(1).toInteger()) {
        return indexOf(range.get(2).get(1).toInteger());
      }
    }
    throw new AssertionError("nobody serves slot " + slot);
  }

  /** A master that does not serve the slot of that key. */
  public int otherMaster(String key) {
    int master = masterOf(key);
    for (Response range : on(0, Command.CLUSTER, "SLOTS")) {
      int other = indexOf(range.get(2).get(1).toInteger());
      if (other != master) {
        return other;
      }
    }
    throw new AssertionError("there is one master only");
  }

  private int indexOf(int port) {
    return IntStream.range(0, NODES)
        .filter(i -> servers.get(i).port() == port)
        .findFirst()
        .orElseThrow();
  }

  /** Says that the slot is on its way; keys that are not there are asked for at the target. */
  public void beginMove(int slot, int source, int target) {
    on(target, Command.CLUSTER, "SETSLOT", slot, "IMPORTING", id(source));
    on(source, Command.CLUSTER, "SETSLOT", slot, "MIGRATING", id(target));
  }

  public void moveKey(String key, int source, int target) {
    on(source, Command.MIGRATE, "127.0.0.1", servers.get(target).port(), key, 0, 5_000);
  }

  /** Moves a slot with all that is in it. */
  public void moveSlot(int slot, int source, int target) {
    beginMove(slot, source, target);
    for (Response keys; (keys = keysIn(slot, source)).size() > 0; ) {
      keys.forEach(key -> moveKey(key.toString(), source, target));
    }
    endMove(slot, source, target);
  }

  private Response keysIn(int slot, int node) {
    return on(node, Command.CLUSTER, "GETKEYSINSLOT", slot, 100);
  }

  public void endMove(int slot, int source, int target) {
    String owner = id(target);
    on(target, Command.CLUSTER, "SETSLOT", slot, "NODE", owner);
    on(source, Command.CLUSTER, "SETSLOT", slot, "NODE", owner);
  }

  public void kill(int node) {
    servers.get(node).kill();
  }

  /** Starts a node again that was killed. */
  public void restart(int node) {
    servers.get(node).start();
  }

  @Override
  public void close() {
    clients.forEach(TestRedis::close);
    nodes.forEach(Redis::close);
    await(vertx.close());
    servers.forEach(RedisProcess::close);
  }
}
