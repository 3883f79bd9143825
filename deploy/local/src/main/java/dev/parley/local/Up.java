package dev.parley.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code deploy/local/up}: starts a suite, says where it is, and stops it on Ctrl-C. */
final class Up {

  /** How the program that watches over a suite is called among the processes of the run. */
  static final String NAME = "up";

  private final Path root;
  private final Path stateDir;
  private final Map<String, String> environment;
  private final PrintStream out;

  Up(Path root, Map<String, String> environment, PrintStream out) {
    this.root = root;
    this.stateDir = root.resolve(Suite.STATE_DIR);
    this.environment = environment;
    this.out = out;
  }

  /** Returns when everything runs, with {@code --detach}; otherwise not before a signal. */
  void run(List<String> arguments) {
    UpOptions options = UpOptions.parse(arguments);
    ProcessRecords records = new ProcessRecords(stateDir.resolve(Suite.RECORDS));
    try (FileChannel channel = openLockFile();
        FileLock lock = channel.tryLock()) {
      requireNothingRuns(lock, records);
      new Build(root, stateDir).bringUpToDate(out);
      records.clear();
      records.add(ProcessRecord.of(NAME, ProcessHandle.current()));
      Suite suite = builder(options).start();
      describe(suite);
      if (options.detach()) {
        suite.leaveRunning();
        out.println("It goes on in the background; deploy/local/down stops it.");
      } else {
        out.println("Ctrl-C stops everything.");
        awaitSignal();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel openLockFile() throws IOException {
    Files.createDirectories(stateDir);
    return FileChannel.open(
        stateDir.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void requireNothingRuns(FileLock lock, ProcessRecords records) {
    if (lock == null || !lock.isValid() || !records.alive().isEmpty()) {
      throw new LocalRunException("Parley runs already: deploy/local/down stops it.");
    }
  }

  private SuiteBuilder builder(UpOptions options) {
    SuiteBuilder builder =
        Suite.builder()
            .projectRoot(root)
            .stateDir(stateDir)
            .dataDir(options.data())
            .gateways(options.gateways())
            .messages(options.messages())
            .presence(options.presence())
            .cache(options.cache())
            .portBase(options.portBase())
            .redisPort(options.redisPort())
            .mongoPort(options.mongoPort())
            .redisUrl(setting("REDIS_URL"))
            .mongoUrl(setting("MONGODB_URL"))
            .readyWithin(options.timeout())
            .progress(new Printer());
    if (setting("PARLEY_JAVA_OPTS") != null) {
      builder.javaOptions(words(setting("PARLEY_JAVA_OPTS")));
    }
    if (setting("PARLEY_MONGO_JAVA_OPTS") != null) {
      builder.mongoJavaOptions(words(setting("PARLEY_MONGO_JAVA_OPTS")));
    }
    return builder;
  }

  private String setting(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+", -1));
  }

  private void describe(Suite suite) {
    out.println();
    for (ServiceProcess process : suite.processes()) {
      out.printf("  %-11s %-28s %s%n", process.name(), address(process), process.logFile());
    }
    int gateway = suite.gateways().get(0).getPort();
    out.println();
    out.println("Chat at http://localhost:" + gateway + "/ in a browser. For other clients,");
    out.println("deploy/local/token ann prints a token for the user ann; connect to");
    out.println("ws://localhost:" + gateway + "/ws with the header Authorization: Bearer TOKEN.");
  }

  private static URI address(ServiceProcess process) {
    String scheme =
        switch (process.kind()) {
          case REDIS -> "redis";
          case MONGO -> "mongodb";
          default -> "http";
        };
    return URI.create(scheme + "://localhost:" + process.port());
  }

  private static void awaitSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line for each step. */
  private final class Printer implements Progress {

    private volatile boolean anyReady;

    @Override
    public void ready(ServiceProcess process, Duration after) {
      anyReady = true;
      out.printf("  %-11s ready after %.1f s%n", process.name(), after.toMillis() / 1000.0);
    }

    @Override
    public void ended(ServiceProcess process, int exitCode) {
      out.printf(
          "%s ended with exit code %d; its log: %s%n", process.name(), exitCode, process.logFile());
    }

    @Override
    public void stopping() {
      if (anyReady) {
        out.println("Stopping ...");
      }
    }

    @Override
    public void stopped(String process, boolean killed) {
      if (anyReady) {
        out.printf("  %-11s %s%n", process, killed ? "killed" : "stopped");
      }
    }
  }
}
