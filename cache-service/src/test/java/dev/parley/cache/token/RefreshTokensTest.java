package dev.parley.cache.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cache.secret.Secrets;
import dev.parley.cache.session.FailingInboxes;
import dev.parley.cache.session.SessionParts;
import dev.parley.cache.session.Sessions;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefreshTokensTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Sessions sessions = sessions(REDIS.newClient());

  @Test
  void answer_that_got_lost_is_given_again_within_the_leeway() {
    RefreshTokens tokens = tokens(REDIS.client(), Duration.ofMinutes(1));
    String first = issue(tokens, "");

    RefreshTokens.Issued second = Await.result(tokens.rotate(first));
    RefreshTokens.Issued again = Await.result(tokens.rotate(first));
    assertEquals(second.token(), again.token());
    assertEquals(1, count("repeated"));

    Await.result(tokens.rotate(again.token().text()));
    assertEquals(TokenProblem.REUSED, refusal(tokens.rotate(first)));
    assertEquals(1, count("reused"));
  }

  /** Of a hundred at once, through two clients as of two replicas. */
  @Test
  void one_of_many_wins_and_family_and_session_are_ended() {
    List<RefreshTokens> replicas =
        List.of(tokens(REDIS.newClient(), Duration.ZERO), tokens(REDIS.newClient(), Duration.ZERO));
    String session = SessionParts.signIn(sessions, "ann", Secrets.hash("s"));
    String first = issue(replicas.get(0), session);

    List<Boolean> won =
        Await.result(
            Uni.join()
                .all(
                    IntStream.range(0, 100)
                        .mapToObj(
                            i ->
                                replicas
                                    .get(i % 2)
                                    .rotate(first)
                                    .map(issued -> true)
                                    .onFailure(BadTokenException.class)
                                    .recoverWithItem(false))
                        .toList())
                .andCollectFailures());

    assertEquals(1, won.stream().filter(w -> w).count());
    assertEquals(1, count("rotated"));
    assertEquals(99, count("reused") + count("unknown"));
    assertEquals(0, SessionParts.count(sessions, "ann"));
    assertEquals(TokenProblem.REUSED, refusal(replicas.get(1).rotate(first)));
  }

  @Test
  void session_that_ends_takes_its_tokens_along() {
    RefreshTokens tokens = tokens(REDIS.client(), Duration.ZERO);
    String session = SessionParts.signIn(sessions, "ann", Secrets.hash("s"));
    String token = issue(tokens, session);
    Await.result(sessions.endOne("ann", session));

    assertEquals(TokenProblem.UNKNOWN, refusal(tokens.rotate(token)));
    assertEquals(TokenProblem.UNKNOWN, refusal(tokens.issue("ann", session, "", HOUR)));
    assertEquals(TokenProblem.UNKNOWN, refusal(tokens.issue("bob", session, "", HOUR)));
  }

  @Test
  void redis_that_is_away_is_unavailable() throws IOException {
    RefreshTokens lost = tokens(REDIS.unreachable(), Duration.ZERO);

    RefusedException refusal =
        assertThrows(RefusedException.class, () -> Await.result(lost.issue("ann", "", "", HOUR)));
    assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    assertThrows(RefusedException.class, () -> Await.result(lost.revokeAll("ann")));
  }

  private Sessions sessions(Redis redis) {
    return SessionParts.sessions(redis, keys, REDIS.vertx(), new FailingInboxes(), meters);
  }

  private RefreshTokens tokens(Redis redis, Duration leeway) {
    return new RefreshTokens(
        new RefreshStore(redis, keys), sessions, new TokenMeters(meters), leeway);
  }

  private static String issue(RefreshTokens tokens, String session) {
    return Await.result(tokens.issue("ann", session, "", HOUR)).token().text();
  }

  private static TokenProblem refusal(Uni<?> refused) {
    return assertThrows(BadTokenException.class, () -> Await.result(refused)).problem();
  }

  private double count(String outcome) {
    return meters.counter("parley.refresh.tokens", "outcome", outcome).count();
  }
}
