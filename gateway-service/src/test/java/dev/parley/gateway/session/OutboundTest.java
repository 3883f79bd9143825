package dev.parley.gateway.session;

import static dev.parley.gateway.session.Frame.Kind.EVENT;
import static dev.parley.gateway.session.Frame.Kind.REPLY;
import static dev.parley.gateway.session.Frame.Kind.TRANSIENT;
import static dev.parley.gateway.session.Outbound.Verdict.DROP;
import static dev.parley.gateway.session.Outbound.Verdict.OVERFLOW;
import static dev.parley.gateway.session.Outbound.Verdict.SEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {

  private final Outbound outbound =
      new Outbound(new Outbound.Limits(100, 50, 25, Duration.ofNanos(30)));

  @ParameterizedTest
  @CsvSource({
    "typing:start, TRANSIENT",
    "typing:stop, TRANSIENT",
    "user:status, TRANSIENT",
    "message:new, EVENT",
    "resync, EVENT",
    "of:the:future, EVENT",
    "ready, REPLY",
    "reconnect, REPLY",
    "session:revoked, REPLY"
  })
  void kind_followsFromTheEventsName(String event, Frame.Kind kind) {
    assertEquals(kind, Frame.Kind.ofEvent(event));
  }

  @Test
  void transients_areDroppedFirst() {
    offer(EVENT, 25);
    assertEquals(SEND, outbound.offer(TRANSIENT, 1));
    assertEquals(DROP, outbound.offer(TRANSIENT, 1));
    assertEquals(SEND, outbound.offer(EVENT, 1), "events still go");

    assertFalse(outbound.sent(25), "nothing was lost that has to be asked for");
    assertEquals(SEND, outbound.offer(TRANSIENT, 1));
  }

  @Test
  void events_areDroppedUntilLittleWaits() {
    offer(EVENT, 30);
    offer(EVENT, 21);
    assertEquals(DROP, outbound.offer(EVENT, 1));

    assertFalse(outbound.sent(20));
    assertEquals(DROP, outbound.offer(EVENT, 1), "31 wait: still behind");
    assertEquals(DROP, outbound.offer(TRANSIENT, 1));

    assertTrue(outbound.sent(6), "25 wait");
    assertEquals(SEND, outbound.offer(EVENT, 1));
    assertFalse(outbound.sent(1), "said once");
  }

  @Test
  void replies_goUntilThereIsNoRoom() {
    offer(EVENT, 51);
    assertEquals(DROP, outbound.offer(EVENT, 1));

    assertEquals(SEND, outbound.offer(REPLY, 49));
    assertEquals(OVERFLOW, outbound.offer(REPLY, 1));
    assertEquals(100, outbound.bytes());
  }

  @Test
  void eventWithoutRoom_isDroppedAndMissed() {
    offer(EVENT, 40);
    assertEquals(DROP, outbound.offer(EVENT, 61));

    assertTrue(outbound.sent(40));
  }

  @Test
  void frameThatIsAlone_goesWhateverItsSize() {
    for (Frame.Kind kind : Frame.Kind.values()) {
      assertEquals(SEND, outbound.offer(kind, 1_000));
      assertFalse(outbound.sent(1_000));
    }
  }

  @Test
  void stall_isWhenNothingGoesOut() {
    assertFalse(outbound.isStalled(0));
    offer(EVENT, 10);
    offer(EVENT, 10);
    assertFalse(outbound.isStalled(30), "waits since it was last looked at most");
    outbound.sent(10);
    assertFalse(outbound.isStalled(60), "something went out");
    assertFalse(outbound.isStalled(90));
    assertTrue(outbound.isStalled(91));
    outbound.sent(10);
    assertFalse(outbound.isStalled(92));
    assertFalse(outbound.isStalled(1_000), "nothing waits");
  }

  @Test
  void stall_beginsWhenItIsFirstLookedAt() {
    offer(EVENT, 10);

    assertFalse(outbound.isStalled(1_000));
    assertFalse(outbound.isStalled(1_030));
    assertTrue(outbound.isStalled(1_031));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverComes_theBoundHoldsAndEveryGapIsTold(long seed) {
    Random random = new Random(seed);
    Queue<Integer> waiting = new ArrayDeque<>();
    boolean missed = false;
    int resyncs = 0;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) < 2 && !waiting.isEmpty()) {
        if (outbound.sent(waiting.remove())) {
          assertTrue(missed, "no resync without a reason");
          missed = false;
          resyncs++;
        }
      } else {
        Frame.Kind kind = Frame.Kind.values()[random.nextInt(3)];
        int size = 1 + random.nextInt(30);
        Outbound.Verdict verdict = outbound.offer(kind, size);
        if (verdict == SEND) {
          assertFalse(missed && kind == EVENT, "nothing newer before the gap is told");
          waiting.add(size);
        } else {
          missed |= kind == EVENT;
        }
      }
      assertEquals(waiting.stream().mapToInt(size -> size).sum(), outbound.bytes());
      assertTrue(outbound.bytes() <= 100);
    }
    assertTrue(resyncs > 100, "it happened " + resyncs + " times");
  }

  private void offer(Frame.Kind kind, int size) {
    assertEquals(SEND, outbound.offer(kind, size));
  }
}
