package dev.parley.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How each process of a suite is started, from its settings. */
final class Plans {

  private static final int GATEWAY_STEP = 10;

  /** From a service's usual port to that of its management interface, as the services have it. */
  static final int TO_MANAGEMENT = 1000;

  /**
   * Of each service: they share the machine, and every call from one loop to another wakes a thread
   * up. Vert.x' own default is two per core.
   */
  private static final int EVENT_LOOPS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Settings settings;
  private final Tokens tokens;
  private final String redisUrl;
  private final String mongoUrl;
  private final List<ProcessPlan> all = new ArrayList<>();

  Plans(Settings settings, Tokens tokens) {
    this.settings = settings;
    this.tokens = tokens;
    this.redisUrl = settings.startsRedis() ? "redis://127.0.0.1:" + redis() : settings.redisUrl();
    this.mongoUrl = settings.startsMongo() ? "mongodb://127.0.0.1:" + mongo() : settings.mongoUrl();
    replicas(settings.messages(), "message", Kind.MESSAGE, settings.portBase() + 1);
    replicas(settings.presence(), "presence", Kind.PRESENCE, settings.portBase() + 2);
    replicas(settings.cache(), "cache", Kind.CACHE, settings.portBase() + 3);
    Map<String, String> gateway = ofGateways();
    for (int i = 1; i <= settings.gateways(); i++) {
      int usual = settings.portBase() + GATEWAY_STEP * (i - 1);
      service("gateway-" + i, Kind.GATEWAY, "gateway-service", usual, gateway);
    }
    settings.programs().forEach(this::program);
  }

  /** In the order in which they are to be started. */
  List<ProcessPlan> all() {
    return all;
  }

  String redisUrl() {
    return redisUrl;
  }

  String mongoUrl() {
    return mongoUrl;
  }

  static Path jar(Path projectRoot, String module) {
    return projectRoot.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
  }

  private int redis() {
    int port = port(settings.redisPort());
    List<String> command = new ArrayList<>();
    command.add(RedisBinary.in(settings.stateDir().resolve("bin")).toString());
    command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--save", "", "--dir", dir("redis").toString()));
    command.addAll(List.of("--appendonly", settings.dataDir() == null ? "no" : "yes"));
    add("redis", Kind.REDIS, port, port, command, Map.of());
    return port;
  }

  private int mongo() {
    int port = port(settings.mongoPort());
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(settings.mongoJavaOptions());
    command.addAll(List.of("-cp", classPath()));
    command.addAll(List.of(MongoStandIn.class.getName(), Integer.toString(port)));
    if (settings.dataDir() != null) {
      command.add(dir("mongo").toString());
    }
    add("mongo", Kind.MONGO, port, port, command, Map.of());
    return port;
  }

  /** The services' addresses, the chat page, and a short stop. */
  private Map<String, String> ofGateways() {
    Map<String, String> environment = new HashMap<>();
    putAddresses(environment, "MESSAGE_SERVICE_URL", Kind.MESSAGE);
    putAddresses(environment, "PRESENCE_SERVICE_URL", Kind.PRESENCE);
    if (settings.presence() == 0) {
      putUnlessSet(environment, "PARLEY_PRESENCE_ENABLED", "false");
    }
    putAddresses(environment, "CACHE_SERVICE_URL", Kind.CACHE);
    if (settings.cache() == 0) {
      putUnlessSet(environment, "PARLEY_MODELS_ENABLED", "false");
    }
    environment.put("PARLEY_PAGE_ENABLED", "true");
    environment.put("PARLEY_PAGE_SIGNING_KEY", tokens.privateKeyFile().toString());
    // A developer who stops everything waits no longer than that for the clients to leave.
    putUnlessSet(environment, "PARLEY_NODE_DRAIN", "PT1S");
    return environment;
  }

  /** What whoever starts the suite has set in the environment counts more. */
  private static void putUnlessSet(Map<String, String> environment, String name, String value) {
    environment.put(name, System.getenv().getOrDefault(name, value));
  }

  private void putAddresses(Map<String, String> environment, String variable, Kind kind) {
    String addresses =
        all.stream()
            .filter(plan -> plan.kind() == kind)
            .map(plan -> "http://127.0.0.1:" + plan.port())
            .collect(Collectors.joining(","));
    if (!addresses.isEmpty()) {
      environment.put(variable, addresses);
    }
  }

  /** The first one at its usual port, the others at free ones. */
  private void replicas(int count, String name, Kind kind, int usualPort) {
    for (int i = 1; i <= count; i++) {
      int port = i == 1 ? usualPort : Ports.free();
      service(name + "-" + i, kind, name + "-service", port, Map.of());
    }
  }

  private void service(
      String name, Kind kind, String module, int usualPort, Map<String, String> more) {
    int port = port(usualPort);
    int management = port(usualPort + TO_MANAGEMENT);
    Path jar = jar(settings.projectRoot(), module);
    if (Files.notExists(jar)) {
      throw new LocalRunException(
          module + " is not built: run mvn -DskipTests package in " + settings.projectRoot() + ".");
    }
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(settings.javaOptions());
    command.addAll(List.of("-jar", jar.toString()));
    Map<String, String> environment = new HashMap<>();
    putUnlessSet(environment, "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", Integer.toString(EVENT_LOOPS));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    environment.putAll(more);
    environment.putAll(shared());
    add(name, kind, port, management, command, environment);
  }

  private void program(Program program) {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(Map.of("PORT", Integer.toString(port)));
    environment.putAll(shared());
    add(program.name(), Kind.PROGRAM, port, port, program.command(), environment);
  }

  /** What all are told. */
  private Map<String, String> shared() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", redisUrl);
    environment.put("MONGODB_URL", mongoUrl);
    environment.put("JWT_PUBLIC_KEY_LOCATION", tokens.publicKeyFile().toUri().toString());
    environment.put("JWT_ISSUER", Tokens.ISSUER);
    environment.putAll(settings.environment());
    return environment;
  }

  private void add(
      String name,
      Kind kind,
      int port,
      int probePort,
      List<String> command,
      Map<String, String> environment) {
    Path log = settings.stateDir().resolve("logs").resolve(name + ".log");
    all.add(
        new ProcessPlan(
            name, kind, port, probePort, command, environment, log, settings.stateDir()));
  }

  private int port(int usual) {
    return settings.freePorts() ? Ports.free() : usual;
  }

  private Path dir(String name) {
    if (settings.dataDir() == null) {
      return settings.stateDir();
    }
    try {
      return Files.createDirectories(settings.dataDir().resolve(name));
    } catch (IOException e) {
      throw new LocalRunException(
          "Cannot make the directory " + settings.dataDir() + ": choose another with --data.", e);
    }
  }

  /** Ours, made independent of the working directory: the stand-in has another one. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
