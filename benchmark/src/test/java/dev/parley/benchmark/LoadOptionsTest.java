package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.benchmark.LoadOptions.Scenario;
import dev.parley.local.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadOptionsTest {

  @Test
  void options_noneGiven_areTheDefaults() {
    assertEquals(
        new LoadOptions(
            Scenario.DIRECT,
            Contender.PARLEY,
            500,
            2,
            2,
            60,
            120,
            1,
            0,
            2,
            1,
            List.of(LoadOptions.JAVA_OPTIONS.split(" ", -1)),
            List.of("-Xmx3g")),
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

  @Test
  void options_ofGroups() {
    LoadOptions groups =
        LoadOptions.parse(List.of("groups", "--groups=3", "--members=4", "--senders=2"));
    assertEquals(12, groups.users());
    assertEquals(4, groups.members());
    assertEquals(2, groups.senders());
    assertTrue(groups.isOfGroups());
    assertEquals(1_000, LoadOptions.parse(List.of("groups")).users());
    assertEquals(
        "12 users, 3 groups of 4, 2 of them senders, closed loop, window 1;"
            + " Parley: 2 gateways, 1 message-service",
        groups.describe());
  }

  @Test
  void options_ofThePeer() {
    LoadOptions peer = LoadOptions.parse(List.of("direct", "--peer", "socketio", "--gateways=3"));
    assertEquals(Contender.SOCKETIO, peer.contender());
    assertTrue(peer.describe().endsWith("; the Socket.IO peer: 3 processes"), peer.describe());
  }

  @Test
  void options_ofConnects() {
    LoadOptions connects = LoadOptions.parse(List.of("connects"));
    assertEquals(Scenario.CONNECTS, connects.scenario());
    assertEquals(5_000, connects.users());
    assertEquals("5,000 users connect", connects.title());
  }

  @ParameterizedTest
  @CsvSource({
    "direct --users 7, --users takes an even number",
    "direct --users 0, --users takes a number from 2 to 40000",
    "direct --window 65, --window takes a number from 1 to 64",
    "direct --rate 5 --window 1, --window and --rate exclude each other",
    "group, 'Only direct, groups, connects, compare, connector, presence, limits and models can be run'",
    "direct --peer rabbit, --peer takes socketio",
    "connects --window 1, --window is not for connects",
    "connects --users 100, --users takes a number from 200 to 15000",
    "groups --users 10, --users is not for groups",
    "direct --members 3, --members is not for direct",
    "groups --members 101, --members takes a number from 2 to 100",
    "groups --members 5 --senders 6, --senders takes a number from 1 to 5",
    "--users 2, 'What to run (direct, groups or connects) is missing'",
  })
  void options_wrong_areNamed(String line, String start) {
    List<String> arguments = List.of(line.split(" "));
    String sentence =
        assertThrows(UsageException.class, () -> LoadOptions.parse(arguments)).getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }
}
