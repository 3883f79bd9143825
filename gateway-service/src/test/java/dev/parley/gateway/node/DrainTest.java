package dev.parley.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final Duration TIME = Duration.ofSeconds(8);

  private long now = 5;
  private final Sessions sessions =
      new Sessions(new Deadlines(TIME, () -> now), Rates.plenty(), new Session.Limits(10, 1000));
  private final List<FakeTransport> transports = new ArrayList<>();
  private final List<Session> opened = new ArrayList<>();

  @Test
  void everybody_hasATimeOfTheirOwn() {
    open(3);
    Drain drain = drain();

    assertEquals(3, drain.told());
    List<String> times =
        transports.stream().map(t -> t.written.get(t.written.size() - 1)).sorted().toList();
    assertEquals(
        List.of(
            "reconnect {\"withinMillis\":4000}",
            "reconnect {\"withinMillis\":6000}",
            "reconnect {\"withinMillis\":8000}"),
        times);
  }

  @Test
  void whoStays_isClosedWhenTheirTimeIsOver() {
    open(3);
    Drain drain = drain();
    for (int closed = 0; closed < 3; closed++) {
      now += Duration.ofSeconds(closed == 0 ? 4 : 2).toNanos() - 1;
      assertFalse(drain.advance());
      assertEquals(closed, closed());
      now += 1;
      assertFalse(drain.advance());
      assertEquals(closed + 1, closed());
    }
    opened.forEach(sessions::remove);
    assertTrue(drain.advance());
  }

  @Test
  void whoLeaves_isNotWaitedFor() {
    open(2);
    Drain drain = drain();
    opened.forEach(sessions::remove);
    assertTrue(drain.advance());
  }

  @Test
  void nobody_takesNoTime() {
    assertTrue(drain().advance());
  }

  @Test
  void requestsUnderWay_areAnsweredFirst() {
    open(1);
    Session session = opened.get(0);
    List<String> answers = new ArrayList<>();
    long request = session.begin(new Remembered(answers));
    Drain drain = drain();
    now += TIME.toNanos();
    drain.advance();
    assertTrue(session.isLeaving());
    assertNull(transports.get(0).closed);

    session.reply(request, RawJson.of("{}"));

    assertEquals(List.of("{}"), answers);
    assertEquals(CloseCode.GOING_AWAY, transports.get(0).closed);
  }

  @Test
  void whoCameMeanwhile_isClosedAtTheEnd() {
    Drain drain = drain();
    open(1);
    assertFalse(drain.advance());
    assertEquals(0, closed());
    now += TIME.toNanos();
    drain.advance();
    assertEquals(1, closed());
  }

  private record Remembered(List<String> answers) implements Answer {
    @Override
    public void result(RawJson result) {
      answers.add(result.text());
    }

    @Override
    public void error(ErrorCode code, String message) {
      answers.add(code.code());
    }
  }

  private Drain drain() {
    return new Drain(sessions, TIME, () -> now);
  }

  private void open(int count) {
    for (int i = 0; i < count; i++) {
      FakeTransport transport = new FakeTransport();
      Session session = sessions.open(new Identity("u" + i, Instant.MAX), transport);
      session.ready(Frame.of("ready", Frame.Kind.REPLY));
      transports.add(transport);
      opened.add(session);
    }
  }

  private long closed() {
    return transports.stream().filter(t -> t.closed == CloseCode.GOING_AWAY).count();
  }
}
