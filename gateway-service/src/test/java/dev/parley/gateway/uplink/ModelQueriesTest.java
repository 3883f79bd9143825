package dev.parley.gateway.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelQueriesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final RawJson REPLY = RawJson.of("{}");

  /** What has left the gateway: the way, and the number to answer to. */
  private final List<String> asked = new ArrayList<>();

  /** What to call when the one of that place in {@link #asked} could not be appended. */
  private final List<Consumer<Throwable>> failures = new ArrayList<>();

  private final List<Runnable> timers = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private long now = Long.MAX_VALUE - 1;
  private final Session session =
      new Sessions(
              new Deadlines(Duration.ofSeconds(10), () -> now),
              Rates.of(1000, 1000, 1000, () -> now),
              new Session.Limits(100, 1000))
          .open(new Identity("ann", Instant.MAX), new FakeTransport());

  private ModelQueries queries = queries(true);

  @Test
  void question_thatIsAnsweredInTimeIsAskedOnce() {
    long request = ask();
    assertEquals(List.of("MODEL_QUERY 1"), asked);
    assertEquals(List.of(PATIENCE), pauses);

    session.reply(request, REPLY);
    patienceEnds(0);

    assertEquals(List.of("MODEL_QUERY 1"), asked);
    assertEquals(List.of("{}"), answers);
    assertCounted(0, 0, 0);
    ask();
    assertEquals("MODEL_QUERY 2", asked.get(1), "cache-service is asked again");
  }

  @Test
  void question_thatIsNotAnsweredInTimeIsAskedOfMessageServiceUnderItsNumber() {
    long request = ask();
    patienceEnds(0);

    assertEquals(List.of("MODEL_QUERY 1", "QUERY 1"), asked);
    assertCounted(1, 0, 0);
    session.reply(request, RawJson.of("{\"first\":true}"));
    session.reply(request, RawJson.of("{\"second\":true}"));
    assertEquals(List.of("{\"first\":true}"), answers);
  }

  @Test
  void questions_afterThatGoToMessageServiceAtOnceUntilItIsTriedAgain() {
    ask();
    patienceEnds(0);

    now += Duration.ofSeconds(5).toNanos() - 1;
    ask();
    assertEquals("QUERY 2", asked.get(2));
    assertEquals(1, timers.size(), "nobody waits for cache-service");
    assertCounted(1, 1, 0);

    now += 1;
    ask();
    assertEquals("MODEL_QUERY 3", asked.get(3));
  }

  @Test
  void questions_thatWereUnderWayAreAllPassedOnWhenTheirTimeIsOver() {
    ask();
    long answered = ask();
    ask();
    session.reply(answered, REPLY);
    patienceEnds(0);
    patienceEnds(1);
    patienceEnds(2);

    assertEquals(
        List.of("MODEL_QUERY 1", "MODEL_QUERY 2", "MODEL_QUERY 3", "QUERY 1", "QUERY 3"), asked);
    assertCounted(2, 0, 0);
  }

  @Test
  void question_thatCannotBeAppendedIsPassedOnAtOnceAndOnce() {
    ask();
    failures.get(0).accept(new IllegalStateException("full"));
    assertEquals(List.of("MODEL_QUERY 1", "QUERY 1"), asked);
    assertCounted(0, 0, 1);

    patienceEnds(0);
    assertEquals(2, asked.size());
    assertCounted(0, 0, 1);
    ask();
    assertEquals("MODEL_QUERY 2", asked.get(2), "there may be room again");
  }

  @Test
  void failure_afterThePatienceAsksNobodyTwice() {
    ask();
    patienceEnds(0);
    failures.get(0).accept(new IllegalStateException("late"));

    assertEquals(List.of("MODEL_QUERY 1", "QUERY 1"), asked);
  }

  @Test
  void question_thatNobodyTakesIsUnavailable() {
    ask();
    failures.get(0).accept(new IllegalStateException("full"));
    failures.get(1).accept(new IllegalStateException("full"));

    assertEquals(List.of("unavailable"), answers);
  }

  @Test
  void closedSession_isAskedForNoMore() {
    ask();
    session.close(CloseCode.INTERNAL);
    patienceEnds(0);
    failures.get(0).accept(new IllegalStateException("late"));

    assertEquals(List.of("MODEL_QUERY 1"), asked);
    assertCounted(0, 0, 0);
  }

  @Test
  void withoutCacheService_messageServiceIsAsked() {
    queries = queries(false);
    ask();

    assertEquals(List.of("QUERY 1"), asked);
    assertEquals(List.of(), timers);
    assertCounted(0, 0, 0);
    failures.get(0).accept(new IllegalStateException("full"));
    assertEquals(List.of("unavailable"), answers);
  }

  @ParameterizedTest
  @CsvSource({
    "parley.models.patience, PT0S",
    "parley.models.patience, PT10S",
    "parley.models.retry-after, PT-1S"
  })
  void rules_thatAreWrongStopTheStart(String property, String value) {
    GatewaySettings settings = settings(Map.of(property, value));

    String message =
        assertThrows(ConfigurationException.class, () -> ModelQueries.Rules.of(settings))
            .getMessage();
    assertTrue(message.startsWith(property + " is " + value), message);
  }

  @Test
  void patience_doesNotMatterWithoutCacheService() {
    GatewaySettings settings =
        settings(Map.of("parley.models.enabled", "false", "parley.request.timeout", "PT0.1S"));

    assertFalse(ModelQueries.Rules.of(settings).enabled());
    ModelQueries.check(null, settings);
  }

  @Test
  void start_stopsWithASettingThatIsWrong() {
    GatewaySettings settings = settings(Map.of("parley.request.timeout", "PT1S"));

    assertThrows(ConfigurationException.class, () -> ModelQueries.check(null, settings));
  }

  @Test
  void rules_areTheSettings() {
    assertEquals(
        new ModelQueries.Rules(true, PATIENCE, Duration.ofSeconds(5)),
        ModelQueries.Rules.of(settings(Map.of())));
  }

  private static GatewaySettings settings(Map<String, String> values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(GatewaySettings.class)
            .withDefaultValue("parley.node.id", "node");
    values.forEach(builder::withDefaultValue);
    return builder.build().getConfigMapping(GatewaySettings.class);
  }

  private ModelQueries queries(boolean enabled) {
    return new ModelQueries(
        new ModelQueries.Rules(enabled, PATIENCE, Duration.ofSeconds(5)),
        (command, user, to, request, trace, onFailure) -> {
          assertEquals("ann", user);
          assertEquals(session.id(), to);
          assertEquals("conversation:unread", command.type());
          asked.add(command.way() + " " + request);
          failures.add(onFailure);
        },
        (pause, task) -> {
          pauses.add(pause);
          timers.add(task);
        },
        () -> now,
        meters);
  }

  private long ask() {
    long request = session.begin(answer());
    queries.ask(
        session,
        Calls.call("conversation:unread", "{}"),
        request,
        null,
        failure -> session.fail(request, ErrorCode.UNAVAILABLE, "nobody"));
    return request;
  }

  private void patienceEnds(int question) {
    timers.get(question).run();
  }

  private void assertCounted(int unanswered, int away, int refused) {
    assertEquals(unanswered, count("unanswered"));
    assertEquals(away, count("away"));
    assertEquals(refused, count("refused"));
  }

  private double count(String why) {
    return meters.get("parley.models.passed.on").tag("why", why).counter().count();
  }

  private Answer answer() {
    return new Answer() {
      @Override
      public void result(RawJson result) {
        answers.add(result.text());
      }

      @Override
      public void error(ErrorCode code, String message) {
        answers.add(code.code());
      }
    };
  }
}
