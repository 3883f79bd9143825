package dev.parley.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static final Frame READY = Frame.of("ready", Frame.Kind.EVENT);
  private static final RawJson JSON = RawJson.of("{}");

  private final FakeTransport transport = new FakeTransport();
  private long now;
  private final Deadlines deadlines = new Deadlines(Duration.ofNanos(100), () -> now);
  private final Session session =
      new Session(
          "s1",
          new Identity("ann", Instant.ofEpochSecond(50)),
          transport,
          new Session.Limits(2, 10),
          deadlines,
          Rates.of(1, 2, 3, () -> now).enter("ann"));

  private final List<String> answers = new ArrayList<>();

  @Test
  void ready_isTheFirstThingThatAClientHears() {
    session.tell(Frame.of("e1", Frame.Kind.EVENT));
    session.tell(Frame.of("e2", Frame.Kind.EVENT));
    assertEquals(List.of(), transport.written);

    session.ready(READY);
    session.tell(Frame.of("late", Frame.Kind.EVENT));

    assertEquals(List.of("ready", "e1", "e2", "late"), transport.written);
  }

  @Test
  void backlog_isBounded() {
    session.tell(Frame.of("a".repeat(10), Frame.Kind.EVENT));
    assertNull(transport.closed);

    session.tell(Frame.of("b", Frame.Kind.EVENT));

    assertEquals(CloseCode.INTERNAL, transport.closed);
    assertTrue(session.isClosed());
  }

  @Test
  void extend_neverShortens() {
    assertFalse(session.isExpired(Instant.ofEpochSecond(49)));
    assertTrue(session.isExpired(Instant.ofEpochSecond(50)));

    assertEquals(Instant.ofEpochSecond(60), session.extend(Instant.ofEpochSecond(60)));
    assertEquals(Instant.ofEpochSecond(60), session.extend(Instant.ofEpochSecond(40)));

    assertFalse(session.isExpired(Instant.ofEpochSecond(59)));
    assertTrue(session.isExpired(Instant.ofEpochSecond(60)));
  }

  @Test
  void reply_answersTheRequestOnce() {
    session.ready(READY);
    long first = session.begin(answer("first"));
    long second = session.begin(answer("second"));

    session.reply(second, JSON);
    session.reply(first, JSON);
    session.reply(first, JSON);
    session.fail(second, ErrorCode.TIMEOUT, "late");
    session.reply(99, JSON);

    assertEquals(List.of("second {}", "first {}"), answers);
  }

  @Test
  void isPending_untilTheRequestIsAnswered() {
    long first = session.begin(answer("first"));
    long second = session.begin(answer("second"));
    session.reply(first, JSON);

    assertFalse(session.isPending(first));
    assertTrue(session.isPending(second));
    assertFalse(session.isPending(99));
    session.closed();
    assertFalse(session.isPending(second));
  }

  @Test
  void requests_haveANumberOfTheirOwn() {
    long first = session.begin(answer("first"));
    session.reply(first, JSON);
    long second = session.begin(answer("second"));

    assertTrue(second > first);
  }

  @Test
  void refuse_answersWithTheServicesCode() {
    long request = session.begin(answer("a"));
    long newer = session.begin(answer("b"));

    session.refuse(request, ErrorReply.of(ErrorCode.NOT_A_MEMBER, "not yours"));
    session.refuse(newer, new ErrorReply("code_of_a_newer_service", "hm"));

    assertEquals(List.of("a not_a_member not yours", "b internal hm"), answers);
  }

  @Test
  void isBusy_whenAsManyRequestsAsAllowedArePending() {
    long first = session.begin(answer("a"));
    assertFalse(session.isBusy());
    session.begin(answer("b"));
    assertTrue(session.isBusy());

    session.reply(first, JSON);

    assertFalse(session.isBusy());
  }

  @Test
  void closed_answersNothingAndWritesNothing() {
    session.ready(READY);
    long request = session.begin(answer("a"));

    session.closed();
    session.reply(request, JSON);
    session.tell(Frame.of("late", Frame.Kind.EVENT));
    session.ready(READY);

    assertEquals(List.of(), answers);
    assertEquals(List.of("ready"), transport.written);
  }

  @Test
  void sweep_timesOutWhatIsOverdueInOrder() {
    session.begin(answer("a"));
    now = 60;
    long inTime = session.begin(answer("b"));
    now = 99;
    deadlines.sweep();
    assertEquals(List.of(), answers);

    now = 100;
    deadlines.sweep();
    assertEquals(List.of("a timeout no reply in time"), answers);

    session.reply(inTime, JSON);
    now = 1_000;
    deadlines.sweep();
    assertEquals(List.of("a timeout no reply in time", "b {}"), answers);
  }

  @Test
  void sweep_forgetsWhatIsSettledBeforeItsTime() {
    for (int i = 0; i < 1_000; i++) {
      session.reply(session.begin(answer("x")), JSON);
    }
    assertEquals(1_000, deadlines.size());

    deadlines.sweep();

    assertEquals(0, deadlines.size());
  }

  @Test
  void sweep_leavesClosedSessionsAlone() {
    session.begin(answer("a"));
    session.closed();
    now = 1_000;

    deadlines.sweep();

    assertEquals(List.of(), answers);
    assertEquals(0, deadlines.size());
  }

  @Test
  void admit_saysWhenToComeBackAndClosesWhoGoesOn() {
    session.ready(READY);
    assertEquals(0, session.admit());
    assertEquals(0, session.admit());

    assertEquals(1_001, session.admit());
    now = 400_000_000;
    assertEquals(601, session.admit());
    assertNull(transport.closed);
    session.admit();

    assertEquals(CloseCode.RATE_LIMITED, transport.closed);
  }

  @Test
  void look_isPassedToTheConnection() {
    session.look(7);

    assertEquals(1, transport.looks);
  }

  @Test
  void isExpired_fromTheMomentTheTokenNames() {
    assertFalse(session.isExpired(Instant.ofEpochSecond(49)));
    assertTrue(session.isExpired(Instant.ofEpochSecond(50)));
  }

  private Answer answer(String name) {
    return new Answer() {
      @Override
      public void result(RawJson result) {
        answers.add(name + " " + result.text());
      }

      @Override
      public void error(ErrorCode code, String message) {
        answers.add(name + " " + code.code() + " " + message);
      }
    };
  }
}
