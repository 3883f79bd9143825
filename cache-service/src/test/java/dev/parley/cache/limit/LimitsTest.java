package dev.parley.cache.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.limits.RateLimiter;
import dev.parley.limits.Take;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.RefusedException;
import dev.parley.service.http.Problem;
import dev.parley.service.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of limits while Redis is away. */
class LimitsTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final Policy ALL = new Policy("api", 60, Duration.ofMinutes(1), Counting.ALL);
  private static final Policy FAILURES =
      new Policy("login", 5, Duration.ofMinutes(15), Counting.FAILURES);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private record Settings(WhenUnavailable whenUnavailable, Duration timeout)
      implements LimitSettings {

    @Override
    public int maxPerCall() {
      return 100;
    }

    @Override
    public Map<String, PolicySettings> policies() {
      return Map.of();
    }
  }

  @ParameterizedTest
  @CsvSource({"ALLOW, true, true", "REFUSE, false, false", "REFUSE_FAILURES, true, false"})
  void what_is_decided_is_set(WhenUnavailable setting, boolean all, boolean failures)
      throws IOException {
    Limits limits = limits(REDIS.unreachable(), setting);

    List<Ruling> rulings =
        Await.result(limits.take(List.of(Take.of("ann", ALL, 1), Take.of("ann", FAILURES, 1))));

    assertEquals(List.of(all, failures), rulings.stream().map(Ruling::allowed).toList());
    assertTrue(rulings.stream().allMatch(Ruling::degraded));
    assertEquals(all ? 1 : 0, counted("api", "made_up_allowed"));
    assertEquals(failures ? 0 : 1, counted("login", "made_up_refused"));
    assertEquals(1, unavailable("take"));
    assertEquals(failures, Await.result(limits.peek(Take.of("ann", FAILURES, 1))).allowed());
    assertEquals(1, unavailable("peek"));
  }

  @Test
  void one_that_refuses_refuses_for_all() throws IOException {
    Limits limits = limits(REDIS.unreachable(), WhenUnavailable.REFUSE_FAILURES);
    Take both = new Take("ann", List.of(new Take.Cost(ALL, 1), new Take.Cost(FAILURES, 1)));

    Ruling ruling = Await.result(limits.take(List.of(both))).get(0);

    assertFalse(ruling.allowed());
    assertTrue(ruling.standings().get(0).allowed());
  }

  @Test
  void what_cannot_be_made_up_is_refused() throws IOException {
    Limits limits = limits(REDIS.unreachable(), WhenUnavailable.ALLOW);

    for (var call :
        List.of(limits.giveBack(Take.of("ann", FAILURES, 1)), limits.reset("ann", List.of(ALL)))) {
      RefusedException refused = assertThrows(RefusedException.class, () -> Await.result(call));
      assertEquals(ErrorCode.UNAVAILABLE, refused.code());
    }
    assertEquals(1, unavailable("give-back"));
    assertEquals(1, unavailable("reset"));
  }

  @Test
  void redis_that_does_not_answer_in_time_is_away() {
    Limits limits = limits(REDIS.newClient(), WhenUnavailable.REFUSE, Duration.ofMillis(50));
    REDIS.call(Command.CLIENT, "PAUSE", 4_000);

    assertTrue(Await.result(limits.peek(Take.of("ann", ALL, 1))).degraded());
    Await.until("it is back", () -> !Await.result(limits.peek(Take.of("ann", ALL, 1))).degraded());
  }

  @Test
  void responses_say_so() throws IOException {
    Limits limits = limits(REDIS.unreachable(), WhenUnavailable.REFUSE_FAILURES);
    Ruling refused = Await.result(limits.peek(Take.of("ann", FAILURES, 1)));

    RestResponse<Object> decision = RulingResponses.of(refused, false);
    RestResponse<Object> enforced = RulingResponses.of(refused, true);

    assertEquals(200, decision.getStatus());
    assertEquals(true, ((LimitViews.DecisionView) decision.getEntity()).degraded());
    assertEquals(503, enforced.getStatus());
    assertEquals("unavailable", ((Problem) enforced.getEntity()).code());
    for (RestResponse<Object> response : List.of(decision, enforced)) {
      assertEquals("1", response.getHeaderString("Retry-After"));
      assertEquals("\"login\";q=5;w=900", response.getHeaderString("RateLimit-Policy"));
      assertNull(response.getHeaderString("RateLimit"), "nobody knows");
    }
    Ruling allowed = Await.result(limits.peek(Take.of("ann", ALL, 1)));
    assertEquals(200, RulingResponses.of(allowed, true).getStatus());
  }

  @Test
  void decisions_are_counted() {
    Limits limits = limits(REDIS.client(), WhenUnavailable.REFUSE);
    Take all = Take.of("counted", FAILURES, 5);
    Take both = new Take("counted", List.of(new Take.Cost(ALL, 1), new Take.Cost(FAILURES, 1)));

    Await.result(limits.take(List.of(all)));
    Await.result(limits.take(List.of(both, both)));
    Await.result(limits.peek(all));
    Await.result(limits.giveBack(all));

    assertEquals(1, counted("login", "allowed"));
    assertEquals(2, counted("login", "refused"));
    assertEquals(2, counted("api", "not_taken"));
    assertNull(meters.find("parley.limits.unavailable").counter());
  }

  private Limits limits(Redis redis, WhenUnavailable setting) {
    return limits(redis, setting, Duration.ofSeconds(20));
  }

  private Limits limits(Redis redis, WhenUnavailable setting, Duration timeout) {
    return new Limits(
        new RateLimiter(new RedisPipeline(redis, false), REDIS.newKeys()),
        new LimitMeters(meters),
        new Settings(setting, timeout));
  }

  private double counted(String policy, String outcome) {
    var counter =
        meters
            .find("parley.limits.decisions")
            .tag("policy", policy)
            .tag("outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private double unavailable(String operation) {
    return meters.get("parley.limits.unavailable").tag("operation", operation).counter().count();
  }
}
