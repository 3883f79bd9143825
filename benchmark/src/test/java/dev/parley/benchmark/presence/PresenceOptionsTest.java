package dev.parley.benchmark.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    assertEquals(
        new PresenceOptions(100_000, 2, 20, 20, 1_000, List.of("-Xmx512m")),
        PresenceOptions.parse(List.of()));
  }

  @Test
  void options_given_areTaken() {
    List<String> line =
        List.of(
            "--users=5000",
            "--replicas=3",
            "--seconds=4",
            "--warmup=0",
            "--rate=7",
            "--java-opts",
            "-Xmx1g -Xms1g");
    assertEquals(
        new PresenceOptions(5_000, 3, 4, 0, 7, List.of("-Xmx1g", "-Xms1g")),
        PresenceOptions.parse(line));
  }

  /** So that a user's change is told before the next one of the same user. */
  @Test
  void rate_withFewUsers_isLess() {
    assertEquals(200, PresenceOptions.parse(List.of("--users=1000")).rate());
  }

  @ParameterizedTest
  @CsvSource({
    "--users 7, --users takes a number from 1000 to 1000000",
    "--users 1001, '--users takes an even number, not 1001'",
    "--users 1000000000000, --users takes a number",
    "--replicas 0, --replicas takes a number from 1 to 8",
    "--seconds 601, --seconds takes a number from 1 to 600",
    "--warmup -1, --warmup takes a number from 0 to 600",
    "--rate 20001, --rate takes a number from 1 to 20000",
    "--gateways 2, There is no option --gateways",
    "direct, \"direct\" is one argument too many",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> PresenceOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--users", "--replicas", "--seconds", "--warmup", "--rate", "--java-opts"})
  void help_namesEveryOption(String option) {
    assertTrue(PresenceOptions.HELP.contains("\n  " + option + " "), PresenceOptions.HELP);
  }
}
