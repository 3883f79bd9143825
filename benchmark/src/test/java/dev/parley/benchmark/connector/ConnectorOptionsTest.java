package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorOptionsTest {

  @Test
  void options_noneGiven_areAllRunsWithTheDefaults() {
    ConnectorOptions options = ConnectorOptions.parse(List.of());
    assertEquals(List.of(Run.values()), options.runs());
    assertEquals(2048, options.window());
    assertEquals(256, options.payload());
    assertEquals(16, options.partitions());
    assertEquals(1_000_000, options.count());
    assertEquals(0, options.cores());
    assertNull(options.redis());
  }

  @Test
  void runs_firstPartOfAName_isAllThatBeginWithIt() {
    assertEquals(
        List.of(Run.LATENCY_BATCH, Run.LATENCY_SINGLE, Run.PUBLISH),
        ConnectorOptions.parse(List.of("--runs", "latency,publish,latency-batch")).runs());
    assertEquals(List.of(Run.IDLE, Run.IDLE_NO_CHANNELS), Run.named("idle"));
  }

  @Test
  void options_givenTwice_areTheLastOnes() {
    ConnectorOptions options =
        ConnectorOptions.parse(List.of("--runs=publish", "--seconds=3", "--runs", "idle"));
    assertEquals(List.of(Run.IDLE, Run.IDLE_NO_CHANNELS), options.runs());
    assertEquals(3, options.seconds());
  }

  @ParameterizedTest
  @EnumSource(Run.class)
  void help_ofEveryRun_namesIt(Run run) {
    assertTrue(ConnectorOptions.HELP.contains(run.title()));
    assertTrue(Run.named(run.title()).contains(run));
  }

  @ParameterizedTest
  @CsvSource({
    "--runs nothing, There is no run \"nothing\"",
    "--runs publish| , There is no run \"\"",
    "--window 4097, --window takes a number from 1 to 4096",
    "--payload 31, --payload takes a number from 32 to 65536",
    "--redis 127.0.0.1:6379, --redis takes a URL such as",
    "publish, \"publish\" is one argument too many",
    "--users 7, There is no option --users",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.replace('|', ',').split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> ConnectorOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }
}
