package dev.parley.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All of Parley as processes on this machine, at its loopback address: Redis, the MongoDB stand-in,
 * message-service, presence-service, cache-service, gateways and further programs. Ends with {@link
 * #close()} at the latest when this JVM ends, except when that is killed.
 *
 * <p>{@link #close()} may be called from any thread; the processes are for one thread at a time.
 */
public final class Suite implements AutoCloseable {

  static final String STATE_DIR = "deploy/local/.state";
  static final String RECORDS = "processes";

  private static final long POLL_MILLIS = 50;

  /** They are there before the others start. */
  private static final EnumSet<Kind> STORES = EnumSet.of(Kind.REDIS, Kind.MONGO);

  private final Settings settings;
  private final Tokens tokens;
  private final Plans plans;
  private final ProcessRecords records;
  private final List<ServiceProcess> processes;
  private final Thread hook = new Thread(this::close, "suite-shutdown");
  private final Object closeLock = new Object();
  private volatile boolean complete;
  private boolean closing;
  private boolean closed;

  private Suite(Settings settings) {
    this.settings = settings;
    this.tokens = Tokens.of(settings.stateDir());
    this.plans = new Plans(settings, tokens);
    this.records = new ProcessRecords(settings.stateDir().resolve(RECORDS));
    this.processes =
        plans.all().stream().map(plan -> new ServiceProcess(plan, records, this::ended)).toList();
  }

  /** What it shall be, and then {@link SuiteBuilder#start()}. */
  public static SuiteBuilder builder() {
    return new SuiteBuilder();
  }

  static Suite start(Settings settings) {
    try {
      Files.createDirectories(settings.stateDir());
      Suite suite = new Suite(settings);
      suite.begin();
      return suite;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base addresses of the gateways, such as {@code http://127.0.0.1:8080}. */
  public List<URI> gateways() {
    return addresses(Kind.GATEWAY);
  }

  /** Base addresses of the replicas of message-service. */
  public List<URI> messages() {
    return addresses(Kind.MESSAGE);
  }

  /** Base addresses of the replicas of presence-service. */
  public List<URI> presence() {
    return addresses(Kind.PRESENCE);
  }

  /** Base addresses of the replicas of cache-service. */
  public List<URI> cache() {
    return addresses(Kind.CACHE);
  }

  /** Base addresses of the programs beside the services. */
  public List<URI> programs() {
    return addresses(Kind.PROGRAM);
  }

  /** The Redis that the services use. */
  public String redisUrl() {
    return plans.redisUrl();
  }

  /** Port of the Redis that this suite started. */
  public int redisPort() {
    return process("redis").port();
  }

  /** The MongoDB, or stand-in, that the services use. */
  public String mongoUrl() {
    return plans.mongoUrl();
  }

  /** Makes tokens that the gateways accept. */
  public Tokens tokens() {
    return tokens;
  }

  /** A token of that user, valid for 12 h. */
  public String token(String user) {
    return tokens.issue(user);
  }

  /** All processes, in the order in which they were started. */
  public List<ServiceProcess> processes() {
    return processes;
  }

  /**
   * One process, by its name: {@code redis}, {@code mongo}, {@code message-1}, {@code presence-1},
   * {@code cache-1}, {@code gateway-1}, …
   */
  public ServiceProcess process(String name) {
    return processes.stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("This suite has no process " + name + "."));
  }

  /**
   * Stops everything: programs first, then gateways, cache-service, presence-service,
   * message-service, the stand-in, Redis; what does not stop in time is killed. Returns when
   * nothing is left; calling it again changes nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    synchronized (closeLock) {
      if (closed) {
        return;
      }
      settings.progress().stopping();
      List<Kind> lastFirst = new ArrayList<>(List.of(Kind.values()));
      lastFirst.sort(Comparator.reverseOrder());
      lastFirst.forEach(this::stop);
      records.clear();
      release();
    }
  }

  /** Gives up control: the processes go on after this JVM has ended. */
  void leaveRunning() {
    synchronized (closeLock) {
      release();
    }
  }

  private void begin() {
    try {
      processes.forEach(this::requireFreePort);
      deleteOldLogs();
      Runtime.getRuntime().addShutdownHook(hook);
      long deadline = System.nanoTime() + settings.readyWithin().toNanos();
      bringUp(STORES, deadline);
      bringUp(EnumSet.complementOf(STORES), deadline);
      complete = true;
    } catch (RuntimeException e) {
      boolean interrupted = isClosing();
      close();
      throw interrupted ? new LocalRunException("The start was interrupted.", e) : e;
    }
  }

  private void bringUp(Set<Kind> kinds, long deadline) {
    Map<ServiceProcess, Long> waiting = new HashMap<>();
    for (ServiceProcess process : processes) {
      if (kinds.contains(process.kind())) {
        startUnlessClosing(process);
        waiting.put(process, System.nanoTime());
      }
    }
    while (!waiting.isEmpty()) {
      for (ServiceProcess process : List.copyOf(waiting.keySet())) {
        if (process.becomesReady(deadline)) {
          Duration after = Duration.ofNanos(System.nanoTime() - waiting.remove(process));
          settings.progress().ready(process, after);
        }
      }
      if (!Pause.millis(POLL_MILLIS)) {
        throw new LocalRunException("The start was interrupted.");
      }
    }
  }

  /** Under the lock, so that whatever was started is seen by {@link #close()}. */
  private synchronized void startUnlessClosing(ServiceProcess process) {
    if (closing) {
      throw new LocalRunException("The start was interrupted.");
    }
    process.start();
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private void stop(Kind kind) {
    Map<ProcessHandle, ServiceProcess> running = new HashMap<>();
    for (ServiceProcess process : processes) {
      if (process.kind() == kind && process.isAlive()) {
        running.put(process.toBeEnded(), process);
      }
    }
    Set<ProcessHandle> killed = Stop.all(List.copyOf(running.keySet()), settings.stopWithin());
    running.values().forEach(ServiceProcess::awaitEnd);
    running.forEach(
        (handle, process) -> settings.progress().stopped(process.name(), killed.contains(handle)));
  }

  private void release() {
    closed = true;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // Then the hook is what runs this.
    }
  }

  private void ended(ServiceProcess process, int exitCode) {
    if (complete && !isClosing()) {
      settings.progress().ended(process, exitCode);
    }
  }

  private void requireFreePort(ServiceProcess process) {
    requireFreePort(process, process.port());
    if (process.managementPort() != process.port()) {
      requireFreePort(process, process.managementPort());
    }
  }

  private static void requireFreePort(ServiceProcess process, int port) {
    if (!Ports.isFree(port)) {
      String others =
          switch (process.kind()) {
            case REDIS -> "--redis-port, or use what is there with REDIS_URL";
            case MONGO -> "--mongo-port, or use what is there with MONGODB_URL";
            default -> "--port-base";
          };
      throw new LocalRunException(
          "Port %d, for %s, is in use: stop what listens there, or choose another with %s."
              .formatted(port, process.name(), others));
    }
  }

  private void deleteOldLogs() {
    Path logs = settings.stateDir().resolve("logs");
    if (Files.notExists(logs)) {
      return;
    }
    try (Stream<Path> old = Files.list(logs)) {
      for (Path log : old.toList()) {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<URI> addresses(Kind kind) {
    return processes.stream()
        .filter(process -> process.kind() == kind)
        .map(process -> URI.create("http://127.0.0.1:" + process.port()))
        .toList();
  }
}
