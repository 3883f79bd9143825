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

class ModelsOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    assertEquals(
        new ModelsOptions(2_000, 400_000, 25, 10, 20, 500, List.of("-Xmx512m")),
        ModelsOptions.parse(List.of()));
  }

  @Test
  void options_given_areTaken() {
    assertEquals(
        new ModelsOptions(100, 0, 1, 4, 0, 7, List.of("-Xmx1g", "-Xms1g")),
        ModelsOptions.parse(
            List.of(
                "--conversations=100",
                "--events=0",
                "--batch=1",
                "--seconds=4",
                "--warmup=0",
                "--rate=7",
                "--java-opts",
                "-Xmx1g -Xms1g")));
  }

  @ParameterizedTest
  @CsvSource({
    "--conversations 7, --conversations takes a number from 50 to 20000",
    "--conversations 70, '--conversations takes a multiple of 50, not 70'",
    "--events -1, --events takes a number from 0 to 2000000",
    "--batch 0, --batch takes a number from 1 to 200",
    "--seconds 0, --seconds takes a number from 1 to 600",
    "--warmup -1, --warmup takes a number from 0 to 600",
    "--rate 0, --rate takes a number from 1 to 10000",
    "--subjects 2, There is no option --subjects",
    "direct, \"direct\" is one argument too many",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> ModelsOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--conversations",
        "--events",
        "--batch",
        "--seconds",
        "--warmup",
        "--rate",
        "--java-opts"
      })
  void help_namesEveryOption(String option) {
    assertTrue(ModelsOptions.HELP.contains("\n  " + option + " "), ModelsOptions.HELP);
  }
}
