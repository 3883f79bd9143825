package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} and {@code down} as programs, over fake services. */
class UpDownTest {

  private static final long LIMIT_SECONDS = 40;

  @TempDir Path root;
  private final List<String> ports =
      List.of(
          "--port-base=" + portBase(),
          "--redis-port=" + Ports.free(),
          "--mongo-port=" + Ports.free());
  private final Map<String, String> environment = new HashMap<>();
  private String classPath = System.getProperty("java.class.path");
  private int started;

  @BeforeEach
  void project() throws Exception {
    FakeProject.in(root);
  }

  @AfterEach
  void stopAll() {
    run("down");
  }

  @Test
  void up_detached_goesOnUntilDown() throws Exception {
    Program up = start("up", "--detach");
    assertEquals(0, up.exitCode());
    assertTrue(up.output().contains("gateway-2   http://localhost:"), up.output());
    assertTrue(up.output().contains("deploy/local/token ann"), up.output());
    List<ProcessRecord> running = records().alive();
    assertEquals(
        List.of("redis", "mongo", "message-1", "presence-1", "cache-1", "gateway-1", "gateway-2"),
        running.stream().map(ProcessRecord::name).toList());

    Program second = start("up");
    assertEquals(1, second.exitCode());
    assertEquals("parley: Parley runs already: deploy/local/down stops it.\n", second.output());
    assertEquals(running, records().alive());

    Answer down = run("down");
    assertEquals(0, down.code());
    assertTrue(down.out().contains("gateway-1   stopped"), down.out());
    assertTrue(down.out().indexOf("message-1") < down.out().indexOf("redis"), down.out());
    assertAllEnded(running);
    assertEquals("Nothing of Parley runs here.\n", run("down").out());
  }

  @Test
  void up_relativeClassPath_findsItsProgramsAllTheSame() throws Exception {
    classPath =
        Arrays.stream(classPath.split(File.pathSeparator))
            .map(entry -> Path.of("").toAbsolutePath().relativize(Path.of(entry)).toString())
            .collect(Collectors.joining(File.pathSeparator));
    Program up = start("up", "--detach");
    assertEquals(0, up.exitCode(), up.output());
  }

  @Test
  void up_settingsOfTheEnvironment_countMoreThanItsOwn() throws Exception {
    environment.put("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", "7");
    environment.put("PARLEY_NODE_DRAIN", "PT3S");
    Program up = start("up", "--detach");
    assertEquals(0, up.exitCode(), up.output());
    Matcher gateway = Pattern.compile("gateway-2 +(http://\\S+)").matcher(up.output());
    assertTrue(gateway.find(), up.output());
    try (InputStream in = URI.create(gateway.group(1) + "/environment").toURL().openStream()) {
      String told = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      environment.forEach((name, value) -> assertTrue(told.contains(name + "=" + value), told));
    }
  }

  @Test
  void up_terminated_stopsEverything() throws Exception {
    Program up = start("up");
    up.awaitOutput("Ctrl-C stops everything.");
    List<ProcessRecord> running = records().alive();
    assertEquals(8, running.size());
    up.process.destroy();
    assertEquals(143, up.exitCode());
    assertTrue(up.output().contains("redis       stopped"), up.output());
    assertAllEnded(running);
  }

  @Test
  void up_terminatedWhileStarting_leavesNothing() throws Exception {
    Program up = start("up");
    up.awaitOutput("redis       ready");
    up.process.destroy();
    up.exitCode();
    assertEquals(List.of(), records().alive());
    assertFalse(Files.exists(root.resolve(Suite.STATE_DIR).resolve(Suite.RECORDS)));
  }

  @Test
  void up_killed_isClearedUpByDown() throws Exception {
    Program up = start("up");
    up.awaitOutput("Ctrl-C stops everything.");
    List<ProcessRecord> running = records().alive();
    up.process.destroyForcibly();
    up.exitCode();
    assertEquals(7, records().alive().size());
    assertEquals(0, run("down").code());
    assertAllEnded(running);
  }

  @Test
  void down_whileUpRuns_endsItToo() throws Exception {
    Program up = start("up");
    up.awaitOutput("Ctrl-C stops everything.");
    List<ProcessRecord> running = records().alive();
    assertEquals(0, run("down").code());
    up.exitCode();
    assertAllEnded(running);
  }

  @Test
  void commands_wrong_sayOneSentenceAndExitWithTwo() {
    for (List<String> wrong :
        List.of(
            List.of("up", "--gateways", "many"),
            List.of("down", "--now"),
            List.of("token"),
            List.of("token", "ann", "bob"),
            List.of("token", "ann", "--expires", "soon"),
            List.of("sideways"))) {
      Answer answer = run(wrong.toArray(String[]::new));
      assertEquals(2, answer.code(), wrong.toString());
      assertEquals("", answer.out());
      assertTrue(answer.err().matches("parley: [^\n]+\n"), answer.err());
    }
  }

  @Test
  void token_printsOnlyTheToken() {
    Answer answer = run("token", "ann", "--expires=-5");
    assertEquals(0, answer.code());
    assertTrue(answer.out().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R"), answer.out());
    assertEquals("", answer.err());
    assertEquals(1, run("token", "a b").code());
  }

  /** Such that the two gateways and the other services all find theirs free. */
  private static int portBase() {
    int base = Ports.free();
    while (!isFreeWithAll(base)) {
      base = Ports.free();
    }
    return base;
  }

  /** Of the other services and the second gateway, and of all five's management interfaces. */
  private static boolean isFreeWithAll(int base) {
    return IntStream.of(1, 2, 3, 10, 1000, 1001, 1002, 1003, 1010)
        .allMatch(more -> Ports.isFree(base + more));
  }

  private ProcessRecords records() {
    return new ProcessRecords(root.resolve(Suite.STATE_DIR).resolve(Suite.RECORDS));
  }

  private static void assertAllEnded(List<ProcessRecord> processes) {
    assertFalse(processes.isEmpty());
    assertTrue(processes.stream().allMatch(process -> process.process().isEmpty()));
  }

  private record Answer(int code, String out, String err) {}

  private Answer run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(root, new PrintStream(out), new PrintStream(err), List.of(arguments));
    return new Answer(code, out.toString(), err.toString());
  }

  private Program start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(FakeMain.class.getName(), root.toString()));
    command.addAll(List.of(arguments));
    command.addAll(ports);
    Path log = root.resolve("program-" + started++ + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Program(builder.redirectOutput(log.toFile()).start(), log);
  }

  private record Program(Process process, Path log) {

    int exitCode() throws Exception {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it does not end");
      return process.exitValue();
    }

    String output() throws Exception {
      return Files.readString(log);
    }

    void awaitOutput(String text) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!output().contains(text)) {
        assertTrue(process.isAlive() && System.nanoTime() - deadline < 0, output());
        Pause.millis(20);
      }
    }
  }
}
