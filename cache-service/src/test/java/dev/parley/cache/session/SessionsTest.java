package dev.parley.cache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RouteTable;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the end of a session when gateways cannot be told. */
class SessionsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final FailingInboxes inboxes = new FailingInboxes();
  private final Sessions sessions =
      SessionParts.sessions(REDIS.client(), keys, REDIS.vertx(), inboxes, meters);

  @Test
  void telling_is_tried_again() {
    String id = signedIn("ann").sessionId();
    inboxes.failing(2);

    assertEquals(1, Await.result(sessions.endOne("ann", id)));
    assertEquals(1, inboxes.appended());
    assertEquals(0, meters.counter("parley.sessions.untold").count());
  }

  @Test
  void end_that_cannot_be_told_is_unavailable_and_may_be_asked_for_again() {
    String id = signedIn("ann").sessionId();
    inboxes.failing(3);

    RefusedException refusal =
        assertThrows(RefusedException.class, () -> Await.result(sessions.endOne("ann", id)));
    assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    assertEquals(1, meters.counter("parley.sessions.untold").count());
    assertEquals(List.of(), Await.result(sessions.list("ann")));

    assertEquals(0, Await.result(sessions.endOne("ann", id)));
    assertEquals(1, inboxes.appended());
  }

  @Test
  void session_is_made_although_the_end_of_another_cannot_be_told() {
    for (int i = 0; i < SessionParts.MAX; i++) {
      signedIn("ann");
    }
    inboxes.failing(3);

    Session made = signedIn("ann");

    assertEquals(SessionParts.MAX, Await.result(sessions.list("ann")).size());
    assertTrue(Await.result(sessions.list("ann")).contains(made));
    assertEquals(1, meters.counter("parley.sessions.untold").count());
    assertEquals(1, meters.counter("parley.sessions.ended", "reason", "too_many").count());
  }

  @Test
  void redis_that_is_away_is_unavailable() throws IOException {
    Sessions lost =
        SessionParts.sessions(REDIS.unreachable(), keys, REDIS.vertx(), inboxes, meters);

    RefusedException refusal =
        assertThrows(RefusedException.class, () -> Await.result(lost.list("ann")));
    assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    assertTrue(refusal.code().retryable());
    assertThrows(
        RefusedException.class, () -> Await.result(lost.lookUp(Secrets.random(), true, "")));
  }

  private Session signedIn(String user) {
    Await.result(new RouteTable(REDIS.client(), keys, false).add("gateway", List.of(user)));
    return Await.result(
        sessions.create(
            new NewSession(
                Ids.random(), user, Secrets.hash(Secrets.random()), "", "", "", HOUR, HOUR)));
  }
}
