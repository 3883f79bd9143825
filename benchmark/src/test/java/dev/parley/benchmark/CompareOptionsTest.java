package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTest {

  @Test
  void options_noneGiven_areAllRunsTwice() {
    assertEquals(
        new CompareOptions(
            2,
            List.of(
                List.of("direct"),
                List.of("direct", "--rate=1000"),
                List.of("groups"),
                List.of("connects"))),
        CompareOptions.parse(List.of()));
  }

  @Test
  void options_given_goToTheRunsThatTheyAreFor() {
    CompareOptions options =
        CompareOptions.parse(
            List.of(
                ("--rounds 3 --users 10 --window 4 --rate 20 --members 5 --idle 300 --seconds 6"
                        + " --warmup 7 --gateways 3")
                    .split(" ")));
    assertEquals(3, options.rounds());
    assertEquals(
        List.of(
            "direct --users=10 --window=4 --gateways=3 --seconds=6 --warmup=7",
            "direct --users=10 --rate=20 --gateways=3 --seconds=6 --warmup=7",
            "groups --members=5 --gateways=3 --seconds=6 --warmup=7",
            "connects --users=300 --gateways=3 --seconds=6 --warmup=7"),
        options.runs().stream().map(run -> String.join(" ", run)).toList());
  }

  @Test
  void runs_given_areThoseAlone() {
    assertEquals(
        List.of(List.of("groups"), List.of("direct")),
        CompareOptions.parse(List.of("--runs=groups,direct")).runs());
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds 0, --rounds takes a number from 1 to 10",
    "--runs all, '--runs takes some of direct,rate,groups,connects'",
    "--users 7, --users takes an even number",
    "--idle 1, --users takes a number from 200 to 15000",
    "--peer socketio, There is no option --peer",
    "direct, \"direct\" is one argument too many",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> CompareOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }
}
