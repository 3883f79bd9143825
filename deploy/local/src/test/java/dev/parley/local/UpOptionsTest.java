package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    UpOptions options = UpOptions.parse(List.of());
    assertEquals(
        new UpOptions(2, 1, 1, 1, false, null, 8080, 6379, 27017, Duration.ofSeconds(60)), options);
    assertNull(options.data());
  }

  @Test
  void options_bothSpellings_areTaken() {
    UpOptions options =
        UpOptions.parse(
            List.of(
                "--gateways=3",
                "--messages=2",
                "--presence",
                "4",
                "--cache=5",
                "--detach",
                "--data=d"));
    assertEquals(3, options.gateways());
    assertEquals(2, options.messages());
    assertEquals(4, options.presence());
    assertEquals(5, options.cache());
    assertTrue(options.detach());
    assertEquals(Path.of("d").toAbsolutePath(), options.data());
  }

  @ParameterizedTest
  @CsvSource({
    "--gateways 0,      --gateways takes a number from 1 to 32",
    "--gateways 33,     --gateways takes a number from 1 to 32",
    "--messages two,    --messages takes a number from 1 to 32",
    "--presence 33,     --presence takes a number from 0 to 32",
    "--cache -1,        --cache takes a number from 0 to 32",
    "--messages 1e1,    --messages takes a number from 1 to 32",
    "--redis-port 65536, --redis-port takes a number from 1 to 65535",
    "--redis-port 99999999999999999999, --redis-port takes a number",
    "--gateways,        --gateways takes a value",
    "--data=,           --data takes a directory",
    "--gatways 3,       There is no option --gatways",
    "--detach=yes,      There is no option --detach",
    "now,               \"now\" is one argument too many",
  })
  void options_wrong_areNamedInOneSentence(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> UpOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
    assertTrue(sentence.endsWith("; deploy/local/up --help lists what there is."), sentence);
  }
}
