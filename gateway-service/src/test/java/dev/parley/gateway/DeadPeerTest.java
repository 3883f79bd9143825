package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Peers that are no longer there, though nobody said so. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@TestProfile(DeadPeerTest.Quick.class)
class DeadPeerTest {

  /** Pings often; a peer on a slow machine still has time to answer. */
  public static final class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("parley.session.heartbeat", "PT1S", "parley.session.pong-timeout", "PT5S");
    }
  }

  @Inject Backend backend;
  @Inject Sessions sessions;
  @Inject MeterRegistry meters;

  @Test
  void peerThatAnswersNoPing_isCutAndForgotten() throws IOException {
    double before = dead();
    try (RawClient silent = RawClient.connect("halfopen");
        RawClient polite = RawClient.connect("polite");
        RawClient busy = RawClient.connect("busy")) {
      Backend.until("connected", () -> !sessions.ofUser("halfopen").isEmpty());
      int pings = 0;
      // Longer than a peer may be silent.
      while (pings < 8) {
        if (polite.receive().opcode() == RawClient.PING) {
          pings++;
          polite.send(RawClient.PONG, new byte[0]);
          busy.send(RawClient.TEXT, new byte[] {'x'});
        }
      }
      Backend.until("forgotten", () -> sessions.ofUser("halfopen").isEmpty());
      Backend.until("its route is gone", () -> backend.route("halfopen") == null);
      silent.rest();

      assertEquals(before + 1, dead(), "the one that was silent and no other");
      assertEquals(1, sessions.ofUser("polite").size());
      assertEquals(1, sessions.ofUser("busy").size(), "whatever is heard will do");
    }
  }

  private double dead() {
    Counter counter = meters.find("parley.sessions.closed").tag("reason", "dead_peer").counter();
    return counter == null ? 0 : counter.count();
  }
}
