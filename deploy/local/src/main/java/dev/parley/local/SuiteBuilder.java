package dev.parley.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link Suite} shall be; every setting has a default that suits a laptop. */
public final class SuiteBuilder {

  static final int DEFAULT_PORT_BASE = 8080;
  static final int DEFAULT_REDIS_PORT = 6379;
  static final int DEFAULT_MONGO_PORT = 27017;
  static final Duration DEFAULT_READY_WITHIN = Duration.ofSeconds(60);

  /** Quick to start and small, at the price of slower code. */
  public static final List<String> LAPTOP_JAVA_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  /** The same for the MongoDB stand-in, which may have to keep everything in memory. */
  public static final List<String> LAPTOP_MONGO_JAVA_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  private Path projectRoot;
  private Path stateDir;
  private Path dataDir;
  private int gateways = 2;
  private int messages = 1;
  private int presence = 1;
  private int cache;
  private boolean freePorts;
  private int portBase = DEFAULT_PORT_BASE;
  private int redisPort = DEFAULT_REDIS_PORT;
  private int mongoPort = DEFAULT_MONGO_PORT;
  private String redisUrl;
  private String mongoUrl;
  private List<String> javaOptions = LAPTOP_JAVA_OPTIONS;
  private List<String> mongoJavaOptions = LAPTOP_MONGO_JAVA_OPTIONS;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Program> programs = new ArrayList<>();
  private Duration readyWithin = DEFAULT_READY_WITHIN;
  private Duration stopWithin = Stop.GRACE;
  private Progress progress = Progress.SILENT;

  SuiteBuilder() {}

  /** Where the project's modules are; default: found from where this class is. */
  public SuiteBuilder projectRoot(Path directory) {
    projectRoot = directory.toAbsolutePath();
    return this;
  }

  /**
   * Where keys, logs and the list of processes go; default: {@code deploy/local/.state} of the
   * project. A suite of a test takes a temporary one.
   */
  public SuiteBuilder stateDir(Path directory) {
    stateDir = directory.toAbsolutePath();
    return this;
  }

  /** Where Redis and the MongoDB stand-in keep their data; default: nowhere, it ends with them. */
  public SuiteBuilder dataDir(Path directory) {
    dataDir = directory == null ? null : directory.toAbsolutePath();
    return this;
  }

  /** How many gateways, 0 or more; default 2. */
  public SuiteBuilder gateways(int count) {
    gateways = count;
    return this;
  }

  /** How many replicas of message-service, 0 or more; default 1. */
  public SuiteBuilder messages(int count) {
    messages = count;
    return this;
  }

  /** How many replicas of presence-service, 0 or more; default 1. */
  public SuiteBuilder presence(int count) {
    presence = count;
    return this;
  }

  /** How many replicas of cache-service, 0 or more; default 0. */
  public SuiteBuilder cache(int count) {
    cache = count;
    return this;
  }

  /** Take any ports that are free instead of the usual ones; default false. */
  public SuiteBuilder freePorts(boolean free) {
    freePorts = free;
    return this;
  }

  /**
   * Port of the first gateway (default 8080); the next are 10 higher each, message-service 1,
   * presence-service 2, cache-service 3.
   */
  public SuiteBuilder portBase(int port) {
    portBase = port;
    return this;
  }

  /** Port of the redis-server to start; default 6379. */
  public SuiteBuilder redisPort(int port) {
    redisPort = port;
    return this;
  }

  /** Port of the MongoDB stand-in to start; default 27017. */
  public SuiteBuilder mongoPort(int port) {
    mongoPort = port;
    return this;
  }

  /** Use that Redis instead of starting one; null (default) starts one. */
  public SuiteBuilder redisUrl(String url) {
    redisUrl = url;
    return this;
  }

  /** Use that MongoDB instead of starting a stand-in; null (default) starts one. */
  public SuiteBuilder mongoUrl(String url) {
    mongoUrl = url;
    return this;
  }

  /** JVM options of the services; default {@link #LAPTOP_JAVA_OPTIONS}. */
  public SuiteBuilder javaOptions(List<String> options) {
    javaOptions = List.copyOf(options);
    return this;
  }

  /** JVM options of the MongoDB stand-in; default {@link #LAPTOP_MONGO_JAVA_OPTIONS}. */
  public SuiteBuilder mongoJavaOptions(List<String> options) {
    mongoJavaOptions = List.copyOf(options);
    return this;
  }

  /**
   * Set for every service and program, over what this process has; may be called again for others.
   */
  public SuiteBuilder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Another program beside the services, on the same stores; may be called again for others. It is
   * told {@code PORT}, which is free, {@code REDIS_URL}, {@code MONGODB_URL}, {@code
   * JWT_PUBLIC_KEY_LOCATION} and {@code JWT_ISSUER}, and is ready when it takes connections there.
   *
   * @param name unique in the suite
   * @param command with absolute paths, since it is started in the state directory
   */
  public SuiteBuilder program(String name, List<String> command) {
    programs.add(new Program(name, List.copyOf(command)));
    return this;
  }

  /** How long the whole start may take; default 60 s. */
  public SuiteBuilder readyWithin(Duration limit) {
    readyWithin = limit;
    return this;
  }

  /** How long a process may take to stop before it is killed; default 10 s. */
  public SuiteBuilder stopWithin(Duration limit) {
    stopWithin = limit;
    return this;
  }

  /** Who is told of each step; default nobody. */
  public SuiteBuilder progress(Progress listener) {
    progress = listener;
    return this;
  }

  /**
   * Starts everything and returns when all can be used.
   *
   * @throws LocalRunException when that fails; nothing is left running then
   */
  public Suite start() {
    return Suite.start(settings());
  }

  Settings settings() {
    Path root = projectRoot != null ? projectRoot : ProjectRoot.find();
    return new Settings(
        root,
        stateDir != null ? stateDir : root.resolve(Suite.STATE_DIR),
        dataDir,
        gateways,
        messages,
        presence,
        cache,
        freePorts,
        portBase,
        redisPort,
        mongoPort,
        redisUrl,
        mongoUrl,
        javaOptions,
        mongoJavaOptions,
        Map.copyOf(environment),
        List.copyOf(programs),
        readyWithin,
        stopWithin,
        progress);
  }
}
