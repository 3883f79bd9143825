package dev.parley.benchmark.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    assertEquals(
        new LimitsOptions(10_000, 8, 8, List.of("-Xmx512m")), LimitsOptions.parse(List.of()));
  }

  @Test
  void options_given_areTaken() {
    assertEquals(
        new LimitsOptions(1_000, 4, 0, List.of("-Xmx1g", "-Xms1g")),
        LimitsOptions.parse(
            List.of(
                "--subjects=1000", "--seconds=4", "--warmup=0", "--java-opts", "-Xmx1g -Xms1g")));
  }

  @ParameterizedTest
  @CsvSource({
    "--subjects 7, --subjects takes a number from 1000 to 1000000",
    "--seconds 0, --seconds takes a number from 1 to 600",
    "--warmup -1, --warmup takes a number from 0 to 600",
    "--rate 2, There is no option --rate",
    "direct, \"direct\" is one argument too many",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> LimitsOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--subjects", "--seconds", "--warmup", "--java-opts"})
  void help_namesEveryOption(String option) {
    assertTrue(LimitsOptions.HELP.contains("\n  " + option + " "), LimitsOptions.HELP);
  }
}
