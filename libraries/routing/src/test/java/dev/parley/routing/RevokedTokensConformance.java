package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of noted tokens, whatever the servers are. */
abstract class RevokedTokensConformance {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private RevokedTokens tokens;

  abstract Redis redis();

  abstract boolean isCluster();

  @BeforeEach
  void make() {
    tokens = new RevokedTokens(redis(), keys, isCluster());
  }

  @Test
  void tokens_of_a_noted_session_are_revoked() {
    await(tokens.note("ann", "s1", HOUR));

    assertTrue(await(tokens.isRevoked("ann", "s1", later())));
    assertTrue(await(tokens.isRevoked("ann", "s1", null)));
    assertFalse(await(tokens.isRevoked("ann", "s2", LONG_AGO)));
    assertFalse(await(tokens.isRevoked("ann", "", LONG_AGO)));
    assertFalse(await(tokens.isRevoked("bob", "s1", LONG_AGO)));
  }

  @Test
  void all_tokens_up_to_now_are_revoked() {
    await(tokens.note("ann", "", HOUR));

    assertTrue(await(tokens.isRevoked("ann", "s1", LONG_AGO)));
    assertTrue(await(tokens.isRevoked("ann", "", LONG_AGO)));
    assertFalse(await(tokens.isRevoked("ann", "s1", later())));
    assertFalse(await(tokens.isRevoked("ann", "s1", null)));
    assertFalse(await(tokens.isRevoked("bob", "s1", LONG_AGO)));
  }

  @Test
  void token_of_the_second_in_which_all_were_revoked_is_good() {
    await(tokens.note("ann", "", HOUR));
    long second = (long) (double) Double.valueOf(call(Command.ZSCORE, "all before").toString());

    assertFalse(await(tokens.isRevoked("ann", "", Instant.ofEpochSecond(second / 1000))));
    assertTrue(await(tokens.isRevoked("ann", "", Instant.ofEpochSecond(second / 1000 - 1))));
  }

  @Test
  void one_note_takes_no_other_back() {
    await(tokens.note("ann", "s1", HOUR));
    await(tokens.note("ann", "", HOUR));
    await(tokens.note("ann", "s2", HOUR));

    assertTrue(await(tokens.isRevoked("ann", "s1", later())));
    assertTrue(await(tokens.isRevoked("ann", "s2", later())));
    assertTrue(await(tokens.isRevoked("ann", "s3", LONG_AGO)));
  }

  @Test
  void token_that_names_nothing_is_not_looked_up() {
    RevokedTokens nowhere = new RevokedTokens(null, keys, false);

    assertFalse(await(nowhere.isRevoked("ann", "", null)));
  }

  @Test
  void note_ends_with_the_last_token() throws InterruptedException {
    await(tokens.note("ann", "s1", Duration.ofMillis(1)));
    RealRedis.until("the note is gone", () -> !await(tokens.isRevoked("ann", "s1", LONG_AGO)));

    await(tokens.note("ann", "s2", HOUR));
    long left = call(Command.PTTL).toLong();
    assertTrue(0 < left && left <= HOUR.toMillis(), () -> "lives for " + left);
  }

  @Test
  void what_has_ended_goes_with_the_next_note_and_the_longest_life_counts() {
    await(tokens.note("ann", "long", HOUR));
    call(Command.ZADD, "1000", "ended");
    await(tokens.note("ann", "short", Duration.ofMinutes(1)));

    assertFalse(await(tokens.isRevoked("ann", "ended", LONG_AGO)));
    assertTrue(await(tokens.isRevoked("ann", "long", LONG_AGO)));
    assertTrue(call(Command.PTTL).toLong() > Duration.ofMinutes(1).toMillis());
  }

  @Test
  void notes_of_a_user_are_bounded() {
    Request many = Request.cmd(Command.ZADD).arg(keys.revoked("ann"));
    long first = Instant.now().plus(HOUR).toEpochMilli();
    IntStream.range(0, 10_000).forEach(i -> many.arg(first + i).arg("old" + i));
    await(redis().send(many));
    await(tokens.note("ann", "", HOUR));

    await(tokens.note("ann", "new", HOUR.multipliedBy(2)));

    assertEquals(10_001, call(Command.ZCARD).toInteger());
    assertFalse(await(tokens.isRevoked("ann", "old0", null)));
    assertTrue(await(tokens.isRevoked("ann", "old1", null)));
    assertTrue(await(tokens.isRevoked("ann", "new", null)));
    assertTrue(await(tokens.isRevoked("ann", "other", LONG_AGO)));
  }

  @Test
  void many_look_ups_at_once_get_their_own_answers() {
    int users = 2_000;
    IntStream.range(0, users)
        .filter(i -> i % 3 == 0)
        .forEach(i -> await(tokens.note("u" + i, "s", HOUR)));

    List<Boolean> revoked =
        await(
            Uni.join()
                .all(
                    IntStream.range(0, users)
                        .mapToObj(i -> tokens.isRevoked("u" + i, "s", LONG_AGO))
                        .toList())
                .andCollectFailures());

    for (int i = 0; i < users; i++) {
      assertEquals(i % 3 == 0, revoked.get(i), "u" + i);
    }
  }

  private Response call(Command command, Object... arguments) {
    Request request = Request.cmd(command).arg(keys.revoked("ann"));
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return await(redis().send(request));
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
