package dev.parley.redisstreams;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** One redis-server of this machine. What it prints stays in its directory. */
public final class RedisProcess implements AutoCloseable {

  /** Below the ports that the system gives to connections, also with the 10,000 of a Cluster. */
  private static final int FIRST_PORT = 10_000;

  private static final int LAST_PORT = 22_000;

  /** So many JVMs may run tests at once: each has its part of the ports. */
  private static final int FORKS = 4;

  private static final int FORK = Integer.getInteger("test.fork", 1) - 1;
  private static final int CLUSTER_BUS = 10_000;
  private static final File NEWEST = new File("/usr/bin/redis-server");
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final File binary;
  private final int port;
  private final List<String> arguments;
  private final Path directory;
  private Process process;

  /** A server that has not started; {@code arguments} are as on its command line. */
  public RedisProcess(File binary, int port, String... arguments) {
    this.binary = binary;
    this.port = port;
    this.arguments = List.of(arguments);
    try {
      this.directory = Files.createTempDirectory("redis-" + port + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis 6.2, which comes with the tests. */
  public static File bundled() {
    return Bundled.BINARY;
  }

  /** The system's redis-server, 7 or newer; null where there is none. */
  public static File newest() {
    return NEWEST.canExecute() ? NEWEST : null;
  }

  private static final class Bundled {
    static final File BINARY = extract();

    private static File extract() {
      try {
        return ExecutableProvider.newJarResourceProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public int port() {
    return port;
  }

  /** Where it keeps its files. */
  public Path directory() {
    return directory;
  }

  /** Returns when it takes connections. */
  public void start() {
    List<String> line = new ArrayList<>(List.of(binary.getPath()));
    line.addAll(arguments);
    line.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1"));
    line.addAll(List.of("--dir", directory.toString()));
    try {
      process =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RUNNING.add(process);
    TestRedis.until("redis-server takes connections", this::takesConnections);
  }

  private Path log() {
    return directory.resolve("log");
  }

  private boolean takesConnections() {
    if (!process.isAlive()) {
      throw new AssertionError("redis-server ended: " + printed());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String printed() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it in order. */
  public void stop() {
    process.destroy();
    gone();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    gone();
  }

  private void gone() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
    File[] files = directory.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    directory.toFile().delete();
  }

  /** A port on which nobody listens, nor on the one that a Cluster takes with it. */
  public static int freePort() {
    int ports = (LAST_PORT - FIRST_PORT) / FORKS;
    int first = FIRST_PORT + FORK % FORKS * ports;
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(first, first + ports);
      if (isFree(port) && isFree(port + CLUSTER_BUS)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
