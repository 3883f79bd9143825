package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.benchmark.FakeGateway.Fault;
import dev.parley.local.LocalRunException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectsTest {

  @ParameterizedTest
  @EnumSource
  void everybody_connectsAndGoesAndConnectsAgain(Contender contender) {
    try (FakeGateway gateway = new FakeGateway(Fault.NONE);
        Connects users = connects(contender, gateway.address())) {
      assertTrue(users.connect(0, 10) > 0);
      assertTrue(users.connect(10, 100) > 0);
      assertEquals(100, users.latency().getTotalCount());
      users.disconnect();
      users.measure();
      assertTrue(users.connect(0, 100) > 0);
      assertEquals(100, users.latency().getTotalCount());
      assertNull(users.problem());
    }
  }

  @Test
  void server_away_failsTheConnecting() {
    try (Connects users = connects(Contender.PARLEY, URI.create("http://127.0.0.1:1"))) {
      String sentence =
          assertThrows(LocalRunException.class, () -> users.connect(0, 10)).getMessage();
      assertTrue(sentence.startsWith("Failed while connecting: cannot connect"), sentence);
    }
  }

  private static Connects connects(Contender contender, URI server) {
    return new Connects(100, contender::door, List.of(server), "t", user -> user);
  }
}
