package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.benchmark.FakeGateway.Fault;
import dev.parley.local.LocalRunException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole load, over a gateway that works and over ones that do not. */
class LoadTest {

  @ParameterizedTest
  @ValueSource(strings = {"direct --window=3", "direct --window=3 --peer=socketio"})
  void closedLoop_overAFaultlessServer_isRight(String line) throws Exception {
    Standing end = run(Fault.NONE, line + " --users=20");
    assertTrue(end.isRight(2), end.toString());
    assertTrue(end.acknowledged() >= 500, end.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "direct --peer=socketio"})
  void fixedRate_overAFaultlessServer_isRight(String line) throws Exception {
    Standing end = run(Fault.NONE, line + " --users=20 --rate=2000");
    assertTrue(end.isRight(2), end.toString());
    assertTrue(end.acknowledged() >= 500, end.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "groups --peer=socketio"})
  void groups_overAFaultlessServer_areRight(String line) throws Exception {
    Standing end = run(Fault.NONE, line + " --groups=3 --members=5 --senders=2");
    assertTrue(end.isRight(5), end.toString());
    assertEquals(end.acknowledged() * 4, end.delivered());
  }

  @Test
  void peer_loses_isFound() throws Exception {
    Standing end = run(Fault.LOSE, "direct --users=20 --peer=socketio");
    assertFalse(end.isRight(2));
    assertTrue(end.missing() + end.awaited() > 0, end.toString());
  }

  @Test
  void peer_refuses_isFound() throws Exception {
    Standing end = run(Fault.REFUSE, "direct --users=20 --peer=socketio");
    assertTrue(end.errors() > 0 && end.firstProblem().contains("\"refused\""), end.toString());
  }

  @Test
  void gateway_loses_isFound() throws Exception {
    Standing end = run(Fault.LOSE, "direct --users=20");
    assertFalse(end.isRight(2));
    assertTrue(end.missing() + end.awaited() > 0, end.toString());
  }

  @Test
  void gateway_deliversTwice_isFound() throws Exception {
    Standing end = run(Fault.DUPLICATE, "direct --users=20");
    assertFalse(end.isRight(2));
    assertTrue(end.duplicates() > 0, end.toString());
    assertEquals(0, end.missing());
  }

  @Test
  void gateway_refuses_isFound() throws Exception {
    Standing end = run(Fault.REFUSE, "direct --users=20");
    assertFalse(end.isRight(2));
    assertTrue(end.errors() > 0 && end.firstProblem().contains("\"refused\""), end.toString());
  }

  @Test
  void gateway_disconnects_isFoundAndEndsTheSending() throws Exception {
    Standing end = run(Fault.DISCONNECT, "direct --users=20");
    assertFalse(end.isRight(2));
    assertTrue(end.disconnects() > 0, end.toString());
  }

  @Test
  void gateway_away_failsTheConnecting() {
    LoadOptions options = LoadOptions.parse(List.of("direct", "--users=4"));
    try (Load load =
        new Load(options, List.of(URI.create("http://127.0.0.1:1")), "t", user -> user)) {
      String sentence = assertThrows(LocalRunException.class, load::connect).getMessage();
      assertTrue(sentence.startsWith("Failed while connecting: "), sentence);
    }
  }

  private static Standing run(Fault fault, String line) throws Exception {
    LoadOptions options = LoadOptions.parse(List.of(line.split(" ")));
    try (FakeGateway gateway = new FakeGateway(fault);
        Load load = new Load(options, List.of(gateway.address()), "t", user -> user)) {
      load.connect();
      load.begin();
      until(load, standing -> standing.acknowledged() >= 500 || !standing.sending());
      load.stopSending();
      if (fault == Fault.NONE) {
        until(load, Standing::isQuiet);
      }
      return load.standing();
    }
  }

  private static void until(Load load, Predicate<Standing> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.test(load.standing())) {
      assertTrue(System.nanoTime() - end < 0, load.standing().toString());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
