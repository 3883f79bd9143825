package dev.parley.cache.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.secret.Secrets;
import dev.parley.cache.token.RefreshStore.Family;
import dev.parley.cache.token.RefreshStore.Outcome;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of tokens in Redis, whatever the servers are. */
abstract class TokenConformance {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String PURPOSE = "password-reset";

  final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private RefreshStore refresh;
  private OneTimeStore oneTime;

  abstract Redis redis();

  /** A client of its own: as a replica has. */
  abstract Redis newClient();

  @BeforeEach
  void make() {
    refresh = new RefreshStore(redis(), keys);
    oneTime = oneTime(redis());
  }

  private OneTimeStore oneTime(Redis redis) {
    return new OneTimeStore(redis, keys, new ObjectMapper());
  }

  @Test
  void newest_token_of_a_family_is_replaced() {
    RefreshToken first = family("ann", "{\"a\":1}");
    Family family = found(first);
    RefreshToken second = first.successor(family.key());
    RefreshToken third = second.successor(family.key());

    assertEquals("ann", family.user());
    assertEquals("{\"a\":1}", family.data());
    assertNotEquals(first, second);
    assertEquals(Outcome.ROTATED, rotate(first, Duration.ZERO));
    assertEquals(Outcome.ROTATED, rotate(second, Duration.ZERO));
    assertEquals(Outcome.ROTATED, rotate(third, Duration.ZERO));
  }

  @Test
  void token_that_was_replaced_revokes_its_family() {
    RefreshToken first = family("ann", "");
    Family family = found(first);
    RefreshToken second = first.successor(family.key());
    rotate(first, Duration.ZERO);

    assertEquals(Outcome.REUSED, rotate(first, family, Duration.ZERO));

    assertEquals(Outcome.REUSED, rotate(second, family, Duration.ZERO));
    assertTrue(found(first).isReused());
    assertEquals("ann", found(first).user());
    assertEquals("", found(first).data());
  }

  @Test
  void token_that_was_just_replaced_gets_the_same_again_within_the_leeway() {
    RefreshToken first = family("ann", "");
    Family family = found(first);
    RefreshToken second = first.successor(family.key());

    assertEquals(Outcome.ROTATED, rotate(first, HOUR));
    assertEquals(Outcome.REPEATED, rotate(first, HOUR));
    assertEquals(Outcome.ROTATED, rotate(second, HOUR));
    assertEquals(Outcome.REUSED, rotate(first, family, HOUR), "the one before the last");
  }

  @Test
  void leeway_ends() {
    RefreshToken first = family("ann", "");
    Family family = found(first);
    rotate(first, HOUR);
    set(keys.refreshFamily(first.family()), "rotated", Instant.now().minus(HOUR).toEpochMilli());

    assertEquals(Outcome.REUSED, rotate(first, family, Duration.ofMinutes(1)));
  }

  @Test
  void family_that_is_not_there_is_unknown() {
    RefreshToken none = new RefreshToken("none", Secrets.random());

    assertEquals(Optional.empty(), Await.result(refresh.find("none")));
    assertEquals(
        Outcome.UNKNOWN, Await.result(refresh.rotate(none, none, Duration.ZERO)).outcome());
  }

  @Test
  void family_lives_on_with_each_rotation_and_ends_unused() {
    RefreshToken first = family("ann", "");
    call(Command.PEXPIRE, keys.refreshFamily(first.family()), 1_000_000);

    rotate(first, Duration.ZERO);

    long left = call(Command.PTTL, keys.refreshFamily(first.family())).toLong();
    assertTrue(left > 1_000_000 && left <= HOUR.toMillis(), left + " ms");
    call(Command.PEXPIRE, keys.refreshFamily(first.family()), 1);
    Await.until("it has ended", () -> Await.result(refresh.find(first.family())).isEmpty());
  }

  @Test
  void all_families_of_a_user_are_revoked_and_later_ones_are_good() {
    Family before = found(family("ann", ""));
    Family other = found(family("bob", ""));

    Await.result(refresh.revokeAll("ann"));

    assertFalse(Await.result(refresh.isGood(before)));
    assertTrue(Await.result(refresh.isGood(other)));
    for (int i = 0; i < 20; i++) {
      assertTrue(Await.result(refresh.isGood(found(family("ann", "")))));
      Await.result(refresh.revokeAll("ann"));
    }
  }

  @Test
  void family_of_a_session_that_does_not_live_is_none() {
    assertEquals(Optional.empty(), Await.result(refresh.stamp("ann", "gone")));
    Family family = new Family("ann", "gone", "", Instant.now().toEpochMilli(), "k");
    assertFalse(Await.result(refresh.isGood(family)));
  }

  /** Of a hundred at once, through two clients as of two replicas. */
  @Test
  void one_of_many_gets_the_successor_and_the_family_is_revoked() {
    RefreshToken first = family("ann", "");
    RefreshToken second = first.successor(found(first).key());
    List<RefreshStore> replicas =
        List.of(new RefreshStore(newClient(), keys), new RefreshStore(newClient(), keys));

    List<Outcome> outcomes =
        race(i -> replicas.get(i % 2).rotate(first, second, Duration.ZERO)).stream()
            .map(RefreshStore.Rotation::outcome)
            .toList();

    assertEquals(1, outcomes.stream().filter(o -> o == Outcome.ROTATED).count());
    assertEquals(99, outcomes.stream().filter(o -> o == Outcome.REUSED).count());
    assertTrue(found(first).isReused());
  }

  @Test
  void redis_has_no_refresh_token() {
    RefreshToken first = family("ann", "");
    RefreshToken second = first.successor(found(first).key());
    rotate(first, Duration.ZERO);

    String all = call(Command.HGETALL, keys.refreshFamily(first.family())).toString();
    assertFalse(all.contains(first.secret()));
    assertFalse(all.contains(second.secret()));
    assertTrue(all.contains(second.hash()));
  }

  @Test
  void token_is_good_once_and_only_for_its_purpose() {
    String token = token("ann", false);

    assertEquals(Optional.empty(), Await.result(oneTime.take(token, "invite")));
    assertEquals("ann", Await.result(oneTime.peek(token, PURPOSE)).orElseThrow().subject());
    OneTime taken = Await.result(oneTime.take(token, PURPOSE)).orElseThrow();
    assertEquals("ann", taken.subject());
    assertEquals("{\"a\":1}", taken.data());
    assertTrue(taken.expiresAt().isAfter(Instant.now().plusSeconds(60)));
    assertEquals(Optional.empty(), Await.result(oneTime.take(token, PURPOSE)));
    assertEquals(Optional.empty(), Await.result(oneTime.peek(token, PURPOSE)));
  }

  @Test
  void token_expires() {
    String token = Secrets.random();
    Await.result(oneTime.create(token, PURPOSE, "ann", "", Duration.ofMillis(1), false));

    Await.until("it has expired", () -> Await.result(oneTime.peek(token, PURPOSE)).isEmpty());
  }

  @Test
  void older_tokens_are_revoked_where_that_is_wanted() {
    String first = token("ann", false);
    String second = token("ann", false);
    String ofBob = token("bob", false);
    assertTrue(Await.result(oneTime.peek(first, PURPOSE)).isPresent());

    String third = token("ann", true);

    assertTrue(Await.result(oneTime.take(first, PURPOSE)).isEmpty());
    assertTrue(Await.result(oneTime.take(second, PURPOSE)).isEmpty());
    assertTrue(Await.result(oneTime.take(third, PURPOSE)).isPresent());
    assertTrue(Await.result(oneTime.take(ofBob, PURPOSE)).isPresent());
  }

  @Test
  void all_of_a_subject_for_a_purpose_are_revoked() {
    String token = token("ann", false);
    String code = code("ann", 5);

    Await.result(oneTime.revoke(PURPOSE, "ann"));

    assertTrue(Await.result(oneTime.take(token, PURPOSE)).isEmpty());
    assertEquals(CodeTrial.Outcome.UNKNOWN, tryCode(code, true).outcome());
    assertTrue(Await.result(oneTime.take(token("ann", false), PURPOSE)).isPresent());
  }

  @Test
  void one_of_many_takes_a_token() {
    String token = token("ann", false);
    List<OneTimeStore> replicas = List.of(oneTime(newClient()), oneTime(newClient()));

    List<Optional<OneTime>> taken = race(i -> replicas.get(i % 2).take(token, PURPOSE));

    assertEquals(1, taken.stream().filter(Optional::isPresent).count());
  }

  @Test
  void code_is_good_once() {
    String code = code("ann", 5);

    assertEquals(CodeTrial.Outcome.GOOD, tryCode(code, false).outcome());
    CodeTrial taken = tryCode(code, true);
    assertEquals(CodeTrial.Outcome.GOOD, taken.outcome());
    assertEquals("{\"a\":1}", taken.data());
    assertTrue(taken.expiresAt().isAfter(Instant.now().plusSeconds(60)));
    assertEquals(CodeTrial.Outcome.UNKNOWN, tryCode(code, true).outcome());
  }

  @Test
  void wrong_codes_are_counted_and_the_last_one_ends_it() {
    String code = code("ann", 3);

    assertEquals(2, wrong(false).left());
    assertEquals(1, wrong(true).left());
    assertEquals(CodeTrial.Outcome.GOOD, tryCode(code, false).outcome());
    assertEquals(0, wrong(true).left());
    assertEquals(CodeTrial.Outcome.UNKNOWN, tryCode(code, true).outcome());
  }

  @Test
  void newer_code_takes_the_place_of_the_older() {
    String older = code("ann", 1);
    String newer = code("ann", 1);

    if (!older.equals(newer)) {
      assertEquals(CodeTrial.Outcome.GOOD, tryCode(newer, false).outcome());
      assertEquals(CodeTrial.Outcome.WRONG, tryCode(older, true).outcome());
    }
  }

  @Test
  void one_of_many_takes_a_code() {
    String code = code("ann", 1);
    List<OneTimeStore> replicas = List.of(oneTime(newClient()), oneTime(newClient()));

    List<CodeTrial> trials = race(i -> replicas.get(i % 2).tryCode(code, PURPOSE, "ann", true));

    assertEquals(1, trials.stream().filter(t -> t.outcome() == CodeTrial.Outcome.GOOD).count());
  }

  @Test
  void no_more_are_tried_of_many_at_once_than_there_are_attempts() {
    String code = code("ann", 10);
    List<OneTimeStore> replicas = List.of(oneTime(newClient()), oneTime(newClient()));

    List<CodeTrial> trials = race(i -> replicas.get(i % 2).tryCode("x" + i, PURPOSE, "ann", true));

    assertEquals(10, trials.stream().filter(t -> t.outcome() == CodeTrial.Outcome.WRONG).count());
    assertEquals(CodeTrial.Outcome.UNKNOWN, tryCode(code, true).outcome());
  }

  @Test
  void redis_has_neither_token_nor_code() {
    String token = token("ann", false);
    String code = code("ann", 5);

    String value = call(Command.GET, keys.token(Secrets.hash(token))).toString();
    assertFalse(value.contains(token));
    Response fields = call(Command.HMGET, keys.code(PURPOSE, "ann"), "salt", "mac");
    assertEquals(Secrets.mac(fields.get(0).toString(), code), fields.get(1).toString());
    assertFalse(call(Command.HGETALL, keys.code(PURPOSE, "ann")).toString().contains(code + ","));
  }

  private RefreshToken family(String user, String data) {
    RefreshToken first = new RefreshToken(Ids.random(), Secrets.random());
    long stamp = Await.result(refresh.stamp(user, "")).orElseThrow();
    Await.result(refresh.create(first, new Family(user, "", data, stamp, Secrets.random()), HOUR));
    return first;
  }

  private Family found(RefreshToken token) {
    return Await.result(refresh.find(token.family())).orElseThrow();
  }

  private Outcome rotate(RefreshToken token, Duration leeway) {
    return rotate(token, found(token), leeway);
  }

  private Outcome rotate(RefreshToken token, Family family, Duration leeway) {
    return Await.result(refresh.rotate(token, token.successor(family.key()), leeway)).outcome();
  }

  private String token(String subject, boolean alone) {
    String token = Secrets.random();
    Await.result(oneTime.create(token, PURPOSE, subject, "{\"a\":1}", HOUR, alone));
    return token;
  }

  private String code(String subject, int attempts) {
    String code = Secrets.digits(10);
    Await.result(oneTime.createCode(code, PURPOSE, subject, "{\"a\":1}", HOUR, attempts));
    return code;
  }

  private CodeTrial tryCode(String code, boolean take) {
    return Await.result(oneTime.tryCode(code, PURPOSE, "ann", take));
  }

  private CodeTrial wrong(boolean take) {
    CodeTrial trial = tryCode("no code", take);
    assertEquals(CodeTrial.Outcome.WRONG, trial.outcome());
    return trial;
  }

  private static <T> List<T> race(Function<Integer, Uni<T>> runner) {
    List<Uni<T>> runners = IntStream.range(0, 100).mapToObj(runner::apply).toList();
    return Await.result(Uni.join().all(runners).andCollectFailures());
  }

  private void set(String key, String field, long value) {
    call(Command.HSET, key, field, value);
  }

  private Response call(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return Await.result(redis().send(request));
  }
}
