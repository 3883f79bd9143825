package dev.parley.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final Pulse pulse = new Pulse(Duration.ofNanos(25), Duration.ofNanos(20), 1_000);

  @Test
  void ping_isDueEveryHeartbeat() {
    assertFalse(pulse.isPingDue(1_024));
    assertTrue(pulse.isPingDue(1_025));

    ping(1_025);
    pulse.heard();

    assertFalse(pulse.isPingDue(1_049));
    assertTrue(pulse.isPingDue(1_050));
  }

  @Test
  void peerThatAnswers_lives() {
    for (int now = 1_025; now < 2_000; now += 25) {
      ping(now);
      assertFalse(pulse.isDead(now + 19));
      pulse.heard();
      assertFalse(pulse.isDead(now + 24));
    }
  }

  @Test
  void peerThatIsSilentAfterAPing_isDead() {
    pulse.heard();
    ping(1_025);

    assertFalse(pulse.isDead(1_044));
    assertTrue(pulse.isDead(1_045));
  }

  @Test
  void silenceWithoutAPing_saysNothing() {
    assertFalse(pulse.isDead(9_999));
  }

  @Test
  void pingThatHasNotGoneOut_provesNothing() {
    pulse.pinging(1_025);
    assertFalse(pulse.isDead(9_000));
    assertFalse(pulse.isPingDue(9_000), "one is on its way");

    pulse.pingOut(9_000);

    assertFalse(pulse.isDead(9_019));
    assertTrue(pulse.isDead(9_020));
  }

  @Test
  void furtherPings_giveNoFurtherTime() {
    Pulse patient = new Pulse(Duration.ofNanos(10), Duration.ofNanos(25), 0);
    patient.pinging(10);
    patient.pingOut(10);
    assertTrue(patient.isPingDue(20));
    patient.pinging(20);
    patient.pingOut(20);

    assertFalse(patient.isDead(34));
    assertTrue(patient.isDead(35));
  }

  private void ping(long now) {
    pulse.pinging(now);
    pulse.pingOut(now);
  }
}
