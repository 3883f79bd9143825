package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts themselves, copied into an empty project, with a fake java and a fake mvn. */
class ScriptsTest {

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then
        echo 'openjdk version "%s" 2025-04-15' >&2
        exit 0
      fi
      echo "java $*"
      %s
      """;

  private static final String MVN =
      """
      #!/bin/sh
      echo "mvn $*"
      mkdir -p "$(dirname "$0")/../deploy/local/target/lib"
      : > "$(dirname "$0")/../deploy/local/target/parley-local.jar"
      """;

  @TempDir Path root;
  private Path local;
  private Path bin;

  @BeforeEach
  void project() throws Exception {
    local = Files.createDirectories(root.resolve("deploy/local"));
    bin = Files.createDirectories(root.resolve("bin"));
    for (String script : List.of("up", "down", "token", "launch.sh")) {
      Files.copy(Path.of(script), local.resolve(script));
    }
    for (String tool :
        List.of("dirname", "sed", "head", "find", "cat", "sleep", "mkdir", "touch", "mv", "kill")) {
      fake(tool, "#!/bin/sh\nexec " + tool(tool) + " \"$@\"\n");
    }
    Files.createDirectories(local.resolve("src/main"));
    Files.writeString(local.resolve("pom.xml"), "");
    Files.createDirectories(local.resolve("target/lib"));
    Files.writeString(local.resolve("target/parley-local.jar"), "");
    fake("java", JAVA.formatted("17.0.15", ""));
    fake("mvn", MVN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "token"})
  void script_anyDirectory_runsTheLauncherWithItsArguments(String script) throws Exception {
    Answer answer = run(Map.of(), script, "a b", "--c");
    assertEquals(0, answer.code, answer.text);
    assertTrue(answer.text.endsWith(" -jar " + jar() + " " + script + " a b --c\n"), answer.text);
    assertFalse(answer.text.contains("mvn"), answer.text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "token"})
  void script_help_isPrintedWithoutStartingAnything(String script) throws Exception {
    Files.delete(bin.resolve("java"));
    Answer answer = run(Map.of(), script, "--help");
    assertEquals(0, answer.code);
    assertTrue(answer.text.contains("usage: deploy/local/" + script), answer.text);
  }

  @Test
  void help_ofUp_namesEveryOption() throws Exception {
    String help = run(Map.of(), "up", "--help").text;
    for (String option :
        List.of(
            "--gateways N",
            "--messages N",
            "--presence N",
            "--cache N",
            "--detach",
            "--data DIR",
            "--port-base PORT",
            "--redis-port PORT",
            "--mongo-port PORT",
            "--timeout SECONDS")) {
      assertTrue(help.contains("\n  " + option), option);
    }
  }

  @Test
  void script_withoutJava_saysSo() throws Exception {
    Files.delete(bin.resolve("java"));
    Answer answer = run(Map.of(), "token", "ann");
    assertEquals(1, answer.code);
    assertEquals(
        "parley: No Java found: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME"
            + " to it.\n",
        answer.text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.2", "16"})
  void script_oldJava_saysSo(String version) throws Exception {
    fake("java", JAVA.formatted(version, ""));
    Answer answer = run(Map.of(), "up");
    assertEquals(1, answer.code);
    assertTrue(answer.text.startsWith("parley: " + bin.resolve("java") + " is too old: install"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "25.0.1", "26-ea"})
  void script_newJava_isTaken(String version) throws Exception {
    fake("java", JAVA.formatted(version, ""));
    assertEquals(0, run(Map.of(), "down").code);
  }

  @Test
  void script_javaHome_goesBeforeThePath() throws Exception {
    Answer answer = run(Map.of("JAVA_HOME", root.resolve("nowhere").toString()), "down");
    assertEquals(1, answer.code);
    assertTrue(answer.text.startsWith("parley: No Java found"), answer.text);
  }

  @Test
  void launcher_missing_isBuilt() throws Exception {
    Files.delete(local.resolve("target/parley-local.jar"));
    Answer answer = run(Map.of(), "token", "ann");
    assertEquals(0, answer.code, answer.text);
    assertTrue(answer.text.contains("mvn -q -DskipTests"), answer.text);
    assertTrue(answer.text.contains(" -f " + local.toRealPath() + "/pom.xml package"));
    assertTrue(answer.text.endsWith(" token ann\n"), answer.text);
    assertFalse(run(Map.of(), "token", "ann").text.contains("mvn"));
  }

  @Test
  void launcher_olderThanASource_isBuiltOnceEvenIfTheJarStays() throws Exception {
    fake("mvn", "#!/bin/sh\necho mvn\n");
    Path source = Files.writeString(local.resolve("src/main/A.java"), "");
    Path jar = local.resolve("target/parley-local.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(source, FileTime.fromMillis(2_000_000));
    assertTrue(run(Map.of(), "down").text.contains("mvn"));
    assertFalse(run(Map.of(), "down").text.contains("mvn"));
  }

  @Test
  void launcher_missingAndMavenToo_saysSo() throws Exception {
    Files.delete(local.resolve("target/parley-local.jar"));
    Files.delete(bin.resolve("mvn"));
    Answer answer = run(Map.of(), "up");
    assertEquals(1, answer.code);
    assertTrue(
        answer.text.startsWith("parley: Maven is needed to build the launcher"), answer.text);
  }

  @Test
  void launcher_doesNotBuild_saysSo() throws Exception {
    Files.delete(local.resolve("target/parley-local.jar"));
    fake("mvn", "#!/bin/sh\necho '[ERROR] broken'\nexit 1\n");
    Answer answer = run(Map.of(), "up");
    assertEquals(1, answer.code);
    assertTrue(answer.text.contains("[ERROR] broken\nparley: The build failed"), answer.text);
  }

  @Test
  void up_exitCodeOfTheLauncher_isItsOwn() throws Exception {
    fake("java", JAVA.formatted("17", "exit 2"));
    assertEquals(2, run(Map.of(), "up").code);
  }

  /** The launcher must not get the terminal's Ctrl-C itself, nor may its children. */
  @Test
  void up_interrupted_terminatesTheLauncherAndWaitsForIt() throws Exception {
    fake(
        "java",
        JAVA.formatted(
            "17",
            """
            trap 'echo interrupted; exit 9' INT
            trap 'sleep 0.3; echo terminated; exit 143' TERM
            echo waiting
            while :; do sleep 0.1; done
            """));
    Path log = root.resolve("log");
    Process up = start(Map.of(), log, "up");
    while (!Files.readString(log).contains("waiting")) {
      assertTrue(up.isAlive());
      Pause.millis(20);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
    assertTrue(up.waitFor(20, TimeUnit.SECONDS));
    assertEquals(130, up.exitValue());
    assertTrue(Files.readString(log).endsWith("waiting\nterminated\n"), Files.readString(log));
  }

  private record Answer(int code, String text) {}

  private Answer run(Map<String, String> environment, String script, String... arguments)
      throws Exception {
    Path log = root.resolve("log");
    Process process = start(environment, log, script, arguments);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return new Answer(process.exitValue(), Files.readString(log));
  }

  private Process start(
      Map<String, String> environment, Path log, String script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("bash").toString());
    command.add(local.resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private String jar() throws IOException {
    return local.toRealPath().resolve("target/parley-local.jar").toString();
  }

  private void fake(String name, String text) throws IOException {
    Path program = bin.resolve(name);
    Files.writeString(program, text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path tool(String name) {
    Path usr = Path.of("/usr/bin", name);
    return Files.exists(usr) ? usr : Path.of("/bin", name);
  }
}
