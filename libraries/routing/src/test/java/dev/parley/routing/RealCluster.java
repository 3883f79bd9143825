package dev.parley.routing;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

/** A Redis Cluster of three masters, a third of the slots each, for one test class. */
public final class RealCluster implements BeforeAllCallback, AfterAllCallback {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  /** From a server's port to the one on which it talks to the others. */
  private static final int BUS = 10_000;

  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 22_000;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Redis> nodes = new ArrayList<>();
  private final List<Path> nodeFiles = new ArrayList<>();
  private Vertx vertx;
  private RedisOptions options;
  private Redis client;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    vertx = Vertx.vertx();
    options =
        new RedisOptions()
            .setType(RedisClientType.CLUSTER)
            .setMaxPoolSize(16)
            .setMaxPoolWaiting(1024);
    for (int i = 0; i < MASTERS; i++) {
      int port = freePort();
      start(port);
      nodes.add(Redis.createClient(vertx, "redis://127.0.0.1:" + port));
      options.addConnectionString("redis://127.0.0.1:" + port);
      int master = i;
      on(i, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      on(
          i,
          IntStream.range(0, SLOTS)
              .filter(slot -> slot * MASTERS / SLOTS == master)
              .collect(
                  () -> new StringBuilder("CLUSTER ADDSLOTS"),
                  (line, slot) -> line.append(' ').append(slot),
                  StringBuilder::append)
              .toString());
      if (i > 0) {
        on(i, "CLUSTER MEET 127.0.0.1 " + servers.get(0).ports().get(0));
      }
    }
    for (int i = 0; i < MASTERS; i++) {
      int node = i;
      RealRedis.until(
          "node " + i + " knows all",
          () -> {
            String info = on(node, "CLUSTER INFO").toString();
            return info.contains("cluster_state:ok")
                && info.contains("cluster_known_nodes:" + MASTERS);
          });
    }
    client = newClient();
  }

  private void start(int port) throws IOException {
    Path nodeFile = Files.createTempDirectory("routing-cluster").resolve("nodes.conf");
    nodeFiles.add(nodeFile);
    RedisServer server =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .setting("cluster-enabled yes")
            .setting("cluster-config-file " + nodeFile)
            .build();
    server.start();
    servers.add(server);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    client.close();
    nodes.forEach(Redis::close);
    vertx.closeAndAwait();
    for (RedisServer server : servers) {
      server.stop();
    }
    for (Path nodeFile : nodeFiles) {
      Files.deleteIfExists(nodeFile);
      Files.delete(nodeFile.getParent());
    }
  }

  /** Knows both masters. */
  public Redis client() {
    return client;
  }

  /** One more client, as another replica has it; it ends with this. */
  public Redis newClient() {
    return Redis.createClient(vertx, options);
  }

  public int masters() {
    return MASTERS;
  }

  /** Runs a command, its words separated by spaces, on that very master. */
  public Response on(int node, String line) {
    String[] words = line.split(" ");
    Request request = Request.cmd(Command.create(words[0]));
    for (int i = 1; i < words.length; i++) {
      request.arg(words[i]);
    }
    return nodes.get(node).send(request).await().atMost(RealRedis.PATIENCE);
  }

  /** Also the port of the bus is free, and none of them is one that the system gives away. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
