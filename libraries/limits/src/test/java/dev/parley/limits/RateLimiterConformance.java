package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RealRedis;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a {@link RateLimiter} promises, whatever the servers are. */
abstract class RateLimiterConformance {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So long that nothing comes back while a test runs. */
  private static final Duration LONG = Duration.ofDays(300);

  private static final Policy FIVE = new Policy("five", 5, LONG, Counting.FAILURES);
  private static final Policy TEN = new Policy("ten", 10, LONG, Counting.ALL);

  final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");

  /** Two clients of the same servers, as two replicas have them. */
  abstract List<Redis> clients();

  abstract RedisPipeline pipeline(Redis redis);

  @Test
  void quota_is_there_at_once_and_no_more() {
    for (int left = 4; left >= 0; left--) {
      Standing standing = standing(take("ann", FIVE, 1));
      assertTrue(standing.allowed());
      assertEquals(left, standing.remaining());
      assertEquals(Duration.ZERO, standing.retryAfter());
    }
    Standing refused = standing(take("ann", FIVE, 1));
    assertFalse(refused.allowed());
    assertEquals(0, refused.remaining());
    isAbout(LONG, refused.resetAfter());
    isAbout(LONG.dividedBy(5), refused.retryAfter());
    isAbout(LONG.dividedBy(5), refused.nextAfter());
  }

  @Test
  void costs_are_counted_together() {
    assertTrue(take("ann", TEN, 7).allowed());
    Decision refused = take("ann", TEN, 4);
    assertFalse(refused.allowed());
    assertEquals(3, standing(refused).remaining());
    isAbout(LONG.dividedBy(10), standing(refused).retryAfter());
    assertTrue(take("ann", TEN, 3).allowed());
  }

  @Test
  void refusals_cost_nothing() {
    take("ann", FIVE, 5);
    Duration before = standing(peek("ann", FIVE, 1)).resetAfter();
    for (int i = 0; i < 50; i++) {
      assertFalse(take("ann", FIVE, 1).allowed());
    }
    assertTrue(standing(peek("ann", FIVE, 1)).resetAfter().compareTo(before) <= 0);
  }

  @Test
  void several_policies_are_all_or_nothing() {
    take("ann", FIVE, 5);
    Take both = new Take("ann", List.of(new Take.Cost(TEN, 1), new Take.Cost(FIVE, 1)));

    Decision refused = one(limiter().take(List.of(both)));

    assertFalse(refused.allowed());
    assertTrue(refused.standings().get(0).allowed());
    assertEquals(10, refused.standings().get(0).remaining());
    assertEquals(Duration.ZERO, refused.standings().get(0).nextAfter());
    assertFalse(refused.standings().get(1).allowed());
    assertNull(stored(TEN, "ann"), "nothing is taken of the one that has room");

    giveBack("ann", FIVE, 1);
    Decision allowed = one(limiter().take(List.of(both)));
    assertTrue(allowed.allowed());
    assertEquals(9, allowed.standings().get(0).remaining());
    assertEquals(0, allowed.standings().get(1).remaining());
  }

  @Test
  void subjects_and_policies_are_counted_apart() {
    take("ann", FIVE, 5);
    assertTrue(take("bob", FIVE, 5).allowed());
    assertTrue(take("ann", TEN, 10).allowed());
    assertFalse(take("ann", FIVE, 1).allowed());
  }

  @Test
  void peek_takes_nothing() {
    assertEquals(5, standing(peek("ann", FIVE, 5)).remaining());
    assertNull(stored(FIVE, "ann"));
    take("ann", FIVE, 3);
    assertTrue(peek("ann", FIVE, 2).allowed());
    assertFalse(peek("ann", FIVE, 3).allowed());
    assertEquals(2, standing(peek("ann", FIVE, 1)).remaining());
  }

  @Test
  void what_is_given_back_is_there_again_and_never_more_than_all() {
    take("ann", FIVE, 5);
    assertEquals(2, standing(giveBack("ann", FIVE, 2)).remaining());
    assertEquals(5, standing(giveBack("ann", FIVE, 5)).remaining());
    assertNull(stored(FIVE, "ann"), "a full limit has no key");
    assertEquals(5, standing(giveBack("ann", FIVE, 5)).remaining());
    assertTrue(take("ann", FIVE, 5).allowed());
    assertFalse(take("ann", FIVE, 1).allowed());
  }

  @Test
  void debts_are_paid_back_first() {
    Standing used = standing(owe("ann", FIVE, 4));
    assertTrue(used.allowed());
    assertEquals(1, used.remaining());

    Standing indebted = standing(owe("ann", FIVE, 3));
    assertFalse(indebted.allowed());
    assertEquals(0, indebted.remaining());
    isAbout(LONG.multipliedBy(2).dividedBy(5), indebted.retryAfter());
    isAbout(LONG.multipliedBy(7).dividedBy(5), indebted.resetAfter());
    isAbout(LONG.multipliedBy(3).dividedBy(5), standing(take("ann", FIVE, 1)).retryAfter());

    assertEquals(1, standing(giveBack("ann", FIVE, 3)).remaining());
  }

  @Test
  void debts_have_an_end() {
    for (int i = 0; i < 3; i++) {
      isAbout(LONG.multipliedBy(10), standing(owe("ann", FIVE, Long.MAX_VALUE)).retryAfter());
    }
    isAbout(LONG.multipliedBy(11), standing(peek("ann", FIVE, 1)).resetAfter());
  }

  @Test
  void reset_makes_all_full() {
    take("ann", FIVE, 5);
    take("ann", TEN, 10);
    take("bob", TEN, 10);

    await(limiter().reset("ann", List.of(FIVE, TEN)));
    await(limiter().reset("bob", List.of()));

    assertTrue(take("ann", FIVE, 5).allowed());
    assertTrue(take("ann", TEN, 10).allowed());
    assertFalse(take("bob", TEN, 1).allowed());
  }

  @Test
  void many_subjects_are_answered_in_their_order() {
    List<Take> takes =
        IntStream.range(0, 600).mapToObj(i -> Take.of("user" + i, FIVE, 1 + i % 5)).toList();

    List<Decision> decisions = await(limiter().take(takes));

    assertEquals(600, decisions.size());
    for (int i = 0; i < 600; i++) {
      assertEquals(4 - i % 5, standing(decisions.get(i)).remaining(), "user " + i);
    }
    assertEquals(List.of(), await(limiter().take(List.of())));
  }

  @Test
  void one_subject_several_times_is_counted_each_time() {
    Take one = Take.of("ann", FIVE, 2);

    List<Decision> decisions = await(limiter().take(List.of(one, one, one)));

    assertEquals(List.of(true, true, false), decisions.stream().map(Decision::allowed).toList());
  }

  @Test
  void more_than_there_ever_is_is_refused() {
    for (long units : new long[] {0, -1, 6, Long.MAX_VALUE}) {
      Take bad = Take.of("ann", FIVE, units);
      for (Refused refused :
          List.<Refused>of(limiter()::take, limiter()::peek, limiter()::giveBack)) {
        String said =
            assertThrows(IllegalArgumentException.class, () -> refused.of(List.of(bad)))
                .getMessage();
        assertEquals("five has 1 to 5, not " + units, said);
      }
    }
  }

  private interface Refused {
    Uni<List<Decision>> of(List<Take> takes);
  }

  @Test
  void hundred_racers_over_two_replicas_get_the_quota() {
    Policy twenty = new Policy("twenty", 20, LONG, Counting.ALL);
    List<RateLimiter> replicas = replicas();

    List<Decision> decisions =
        race(100, i -> replicas.get(i % 2).take(List.of(Take.of("prize", twenty, 1))));

    assertEquals(20, decisions.stream().filter(Decision::allowed).count());
    assertEquals(
        20,
        decisions.stream()
            .filter(Decision::allowed)
            .map(decision -> standing(decision).remaining())
            .distinct()
            .count(),
        "each got another one");
  }

  @Test
  void hundred_racers_who_take_several_limits_take_all_or_nothing() {
    List<RateLimiter> replicas = replicas();
    Take both = new Take("prize", List.of(new Take.Cost(TEN, 1), new Take.Cost(FIVE, 1)));

    List<Decision> decisions = race(100, i -> replicas.get(i % 2).take(List.of(both)));

    assertEquals(5, decisions.stream().filter(Decision::allowed).count());
    assertEquals(5, standing(peek("prize", TEN, 1)).remaining());
  }

  @Test
  void hundred_racers_who_give_back_get_on_and_leave_all_there() {
    List<RateLimiter> replicas = replicas();
    Take login = Take.of("ann", FIVE, 1);

    List<Decision> decisions =
        race(
            100,
            i ->
                replicas
                    .get(i % 2)
                    .take(List.of(login))
                    .chain(
                        taken ->
                            taken.get(0).allowed()
                                ? replicas.get(i % 2).giveBack(List.of(login)).replaceWith(taken)
                                : Uni.createFrom().item(taken)));

    assertTrue(decisions.stream().filter(Decision::allowed).count() >= 5);
    assertEquals(5, standing(peek("ann", FIVE, 1)).remaining());
  }

  @Test
  void time_is_that_of_redis_only() {
    Decision decision = take("ann", FIVE, 1);

    assertEquals(
        decision.micros() + FIVE.unitMicros(), stored(FIVE, "ann").toLong(), "what is kept");
  }

  @Test
  void clock_of_redis_that_was_set_back_does_not_shut_a_limit_for_good() {
    long now = take("ann", FIVE, 1).micros();
    long tenThousandDays = Duration.ofDays(10_000).toMillis() * 1_000;
    call(Command.SET, keys.limit("five", "ann"), Long.toString(now + tenThousandDays));

    isAbout(LONG.multipliedBy(11), standing(take("ann", FIVE, 1)).resetAfter());
  }

  @Test
  void key_lives_until_the_limit_is_full() throws InterruptedException {
    Policy quick = new Policy("quick", 10, Duration.ofSeconds(1), Counting.ALL);
    take("ann", quick, 3);
    take("ann", TEN, 1);
    long millis = call(Command.PTTL, keys.limit("quick", "ann")).toLong();
    assertTrue(millis <= 301, millis + " ms");
    RealRedis.until("it is gone", () -> stored(quick, "ann") == null);
    assertTrue(take("ann", quick, 10).allowed());

    long days = call(Command.PTTL, keys.limit("ten", "ann")).toLong() / 86_400_000;
    assertTrue(days >= 29 && days <= 30, days + " days");
  }

  @Test
  void who_waits_as_long_as_told_gets_on() throws InterruptedException {
    Policy quick = new Policy("quick", 4, Duration.ofSeconds(1), Counting.ALL);
    take("ann", quick, 4);
    Decision refused = take("ann", quick, 1);
    long due = refused.micros() + standing(refused).retryAfter().toNanos() / 1_000;

    RealRedis.until("one is back", () -> take("ann", quick, 1).allowed());

    assertTrue(peek("ann", quick, 1).micros() >= due, "and not before");
  }

  @Test
  void subjects_are_not_in_the_names_of_keys() {
    take("ann@example.org", FIVE, 1);

    assertFalse(keys.limit("five", "ann@example.org").contains("example"));
    assertEquals(1, call(Command.EXISTS, keys.limit("five", "ann@example.org")).toInteger());
  }

  RateLimiter limiter() {
    return replicas().get(0);
  }

  private List<RateLimiter> replicas() {
    return clients().stream().map(redis -> new RateLimiter(pipeline(redis), keys)).toList();
  }

  private static List<Decision> race(int racers, Racer racer) {
    return Multi.createFrom()
        .range(0, racers)
        .onItem()
        .transformToUni(i -> racer.run(i).map(decisions -> decisions.get(0)))
        .merge(racers)
        .collect()
        .asList()
        .await()
        .atMost(PATIENCE);
  }

  private interface Racer {
    Uni<List<Decision>> run(int number);
  }

  Decision take(String subject, Policy policy, long units) {
    return one(limiter().take(List.of(Take.of(subject, policy, units))));
  }

  private Decision peek(String subject, Policy policy, long units) {
    return one(limiter().peek(List.of(Take.of(subject, policy, units))));
  }

  private Decision giveBack(String subject, Policy policy, long units) {
    return one(limiter().giveBack(List.of(Take.of(subject, policy, units))));
  }

  private Decision owe(String subject, Policy policy, long units) {
    return one(limiter().owe(List.of(Take.of(subject, policy, units))));
  }

  private Response stored(Policy policy, String subject) {
    return call(Command.GET, keys.limit(policy.name(), subject));
  }

  private Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    Stream.of(arguments).forEach(request::arg);
    return await(clients().get(0).send(request));
  }

  static Decision one(Uni<List<Decision>> decisions) {
    return await(decisions).get(0);
  }

  static Standing standing(Decision decision) {
    return decision.standings().get(0);
  }

  /** But for what came back while the test ran. */
  private static void isAbout(Duration expected, Duration actual) {
    assertTrue(
        actual.compareTo(expected) <= 0 && actual.compareTo(expected.minusHours(1)) > 0,
        () -> actual + " instead of " + expected);
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
