package dev.parley.routing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.embedded.RedisServer;

/**
 * A Redis Cluster of three masters, a third of the slots each, at the loopback interface. Needs no
 * client of Redis, so that any test may start one.
 */
public final class ClusterServers implements AutoCloseable {

  public static final int MASTERS = 3;

  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** From a server's port to the one on which it talks to the others. */
  private static final int BUS = 10_000;

  /** Below those that the system gives away. */
  private static final int FIRST_PORT = 10_000;

  private static final int LAST_PORT = 22_000;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Path> nodeFiles = new ArrayList<>();

  /** Returns when each master knows the others. */
  public static ClusterServers start() throws IOException, InterruptedException {
    ClusterServers cluster = new ClusterServers();
    try {
      cluster.form();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private void form() throws IOException, InterruptedException {
    for (int i = 0; i < MASTERS; i++) {
      int master = i;
      startServer();
      ask(i, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      ask(
          i,
          IntStream.range(0, SLOTS)
              .filter(slot -> slot * MASTERS / SLOTS == master)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" ", "CLUSTER ADDSLOTS ", "")));
      ask(i, "CLUSTER MEET 127.0.0.1 " + ports.get(0));
    }
    for (int i = 0; i < MASTERS; i++) {
      awaitAllKnownTo(i);
    }
  }

  private void awaitAllKnownTo(int master) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!knowsAll(ask(master, "CLUSTER INFO"))) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("never: master " + master + " knows all");
      }
      Thread.sleep(5);
    }
  }

  private static boolean knowsAll(String info) {
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }

  private void startServer() throws IOException {
    int port = freePort();
    Path nodeFile = Files.createTempDirectory("parley-cluster-").resolve("nodes.conf");
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
    ports.add(port);
  }

  /** Of each master. */
  public List<String> urls() {
    return ports.stream().map(port -> "redis://127.0.0.1:" + port).toList();
  }

  /** How many keys each master has. */
  public List<Integer> keys() {
    return IntStream.range(0, MASTERS)
        .mapToObj(master -> Integer.valueOf(ask(master, "DBSIZE").strip().substring(1)))
        .toList();
  }

  /** What a master answers an inline command, as it is on the wire. */
  private String ask(int master, String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(master))) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (answers.startsWith("-")) {
        throw new AssertionError(answers);
      }
      return answers.substring(0, answers.length() - "+OK\r\n".length());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + command, e);
    }
  }

  /** Also the port of the bus is free. */
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

  @Override
  public void close() throws IOException {
    for (RedisServer server : servers) {
      server.stop();
    }
    for (Path nodeFile : nodeFiles) {
      Files.deleteIfExists(nodeFile);
      Files.delete(nodeFile.getParent());
    }
  }
}
