package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    assertEquals(
        new LoadOptions(500, 60, 120, 1, 0, 2, 1, List.of("-Xmx512m"), List.of("-Xmx3g")),
        LoadOptions.parse(List.of("direct")));
  }

  @Test
  void options_given_areTaken() {
    LoadOptions options =
        LoadOptions.parse(
            List.of("direct", "--rate=1000", "--users", "10", "--java-opts", "-Xmx1g  -Xint"));
    assertEquals(1000, options.rate());
    assertEquals(10, options.users());
    assertEquals(List.of("-Xmx1g", "-Xint"), options.javaOptions());
  }

  @ParameterizedTest
  @CsvSource({
    "direct --users 7, --users takes an even number",
    "direct --users 0, --users takes a number from 2 to 10000",
    "direct --window 65, --window takes a number from 1 to 64",
    "direct --rate 5 --window 1, --window and --rate exclude each other",
    "group, Only direct can be run",
    "--users 2, What to run (direct) is missing",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> LoadOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }
}
