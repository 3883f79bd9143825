package dev.parley.cache.value;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.cache.value.Sweep.Swept;
import dev.parley.cache.value.Values.Condition;
import dev.parley.cache.value.Values.NewValue;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cache promises of values, numbers, sets, and what ends them. */
abstract class CacheConformance {

  private static final String NS = "news";
  private static final String TEXT = "text/plain";
  private static final Lifetime DAY = Lifetime.of(null, "day");
  private static final Lifetime FOREVER = Lifetime.of(null, "permanent");
  private static final Condition ABSENT = new Condition.Absent();
  private static final int MAX_MEMBERS = 5;

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + "[*]:");
  private Redis redis;
  private Values values;
  private Values others;
  private Numbers numbers;
  private Sets sets;
  private Versions versions;
  private Sweep sweep;

  /** Another client of the servers. */
  abstract Redis newClient();

  abstract boolean isCluster();

  @BeforeEach
  void makeTwoReplicas() {
    redis = newClient();
    RedisPipeline pipeline = new RedisPipeline(redis, isCluster());
    values = new Values(pipeline, keys);
    others = new Values(new RedisPipeline(newClient(), isCluster()), keys);
    numbers = new Numbers(pipeline, keys);
    sets = new Sets(pipeline, keys, MAX_MEMBERS);
    versions = new Versions(pipeline, keys);
    sweep = new Sweep(pipeline, keys, isCluster());
  }

  @Test
  void what_was_written_is_there_for_everyone() {
    String version = set("a", "one", DAY);

    CachedValue found = result(others.get(NS, List.of("a"), 0)).get(0);
    assertEquals(version, found.version());
    assertEquals(TEXT, found.contentType());
    assertEquals("one", text(found));
    assertNull(get("b"));
    assertNull(result(values.get("other", List.of("a"), 0)).get(0));
    assertNotEquals(version, set("a", "two", DAY));
    assertEquals("two", get("a"));
  }

  @Test
  void many_come_back_in_the_order_of_the_question() {
    List<NewValue> some = IntStream.range(0, 300).mapToObj(i -> value("k" + i, "v" + i)).toList();

    List<String> written = result(values.set(NS, some, List.of(), DAY));

    assertEquals(300, Set.copyOf(written).size());
    List<CachedValue> found =
        result(values.get(NS, IntStream.range(0, 310).mapToObj(i -> "k" + i).toList(), 0));
    for (int i = 0; i < 300; i++) {
      assertEquals("v" + i, text(found.get(i)));
      assertEquals(written.get(i), found.get(i).version());
    }
    assertTrue(found.subList(300, 310).stream().allMatch(Objects::isNull));
  }

  @Test
  void what_is_too_large_is_cut() {
    set("large", "x".repeat(10_000), DAY);
    set("small", "x", DAY);

    List<CachedValue> found = result(values.get(NS, List.of("large", "small"), 4096));

    assertTrue(found.get(0).isCut());
    assertTrue(found.get(0).body().length < 4096);
    assertFalse(found.get(1).isCut());
  }

  @Test
  void value_ends_by_itself() {
    set("a", "one", new Lifetime(1));
    Await.until("it has ended", () -> get("a") == null);
    set("b", "one", new Lifetime(60_000));
    long left = result(values.standing(NS, "b")).millisLeft();
    assertTrue(0 < left && left <= 60_000, () -> "lives for " + left);
    set("b", "one", FOREVER);
    assertEquals(-1, result(values.standing(NS, "b")).millisLeft());
    assertNull(result(values.standing(NS, "none")));
  }

  @Test
  void versions_live_longer_than_what_was_written_with_them() {
    set("a", "one", new Lifetime(60_000));
    long first = pttl(keys.cacheVersion(NS, ""));
    assertTrue(first > 60_000, () -> "lives for " + first);
    set("b", "one", DAY);
    long second = pttl(keys.cacheVersion(NS, ""));
    assertTrue(second > DAY.millis(), () -> "lives for " + second);
    set("c", "one", FOREVER);
    assertEquals(-1, pttl(keys.cacheVersion(NS, "")));
    set("d", "one", new Lifetime(1000));
    assertEquals(-1, pttl(keys.cacheVersion(NS, "")));
    assertEquals("one", get("a"));
  }

  @Test
  void namespace_is_invalidated_in_one_step() {
    set("a", "one", FOREVER);
    result(values.set("other", List.of(value("a", "one")), List.of(), DAY));
    result(numbers.add(NS, "n", 5, DAY));
    result(sets.add(NS, "s", List.of("ann"), DAY));

    result(versions.drop(NS, Versions.NAMESPACE));

    assertNull(get("a"));
    assertNull(result(values.standing(NS, "a")));
    assertNull(result(numbers.get(NS, "n")));
    assertNull(result(sets.members(NS, "s")));
    assertNotNull(result(values.get("other", List.of("a"), 0)).get(0));
    set("b", "new", DAY);
    assertNull(get("a"), "what is old stays gone");
    assertNull(result(numbers.get(NS, "n")));
    assertNull(result(sets.contains(NS, "s", "ann")));
    assertEquals(1L, result(numbers.add(NS, "n", 1, DAY)));
    assertEquals(new Sets.Grown(1, 1), result(sets.add(NS, "s", List.of("bob"), DAY)));
  }

  @Test
  void tag_invalidates_what_has_it() {
    result(values.set(NS, List.of(value("a", "1")), List.of("x", "y"), DAY));
    result(values.set(NS, List.of(value("b", "2")), List.of("y"), DAY));
    set("c", "3", DAY);
    List<String> all = List.of("a", "b", "c");
    assertEquals(Arrays.asList("1", "2", "3"), texts(all));

    result(versions.drop(NS, "x"));
    assertEquals(Arrays.asList(null, "2", "3"), texts(all));
    result(values.set(NS, List.of(value("a", "new")), List.of("x"), DAY));
    assertEquals(Arrays.asList("new", "2", "3"), texts(all));
    result(versions.drop(NS, "y"));
    assertEquals(Arrays.asList("new", null, "3"), texts(all));
    result(versions.drop("other", "x"));
    assertEquals(Arrays.asList("new", null, "3"), texts(all));
  }

  @Test
  void version_that_is_lost_makes_misses_and_brings_nothing_back() {
    set("a", "one", DAY);
    result(versions.drop(NS, Versions.NAMESPACE));
    result(versions.drop(NS, Versions.NAMESPACE));
    set("b", "two", DAY);
    call(Request.cmd(Command.DEL).arg(keys.cacheVersion(NS, "")));

    assertEquals(Arrays.asList(null, null), texts(List.of("a", "b")));
  }

  @Test
  void value_is_set_only_where_none_is() {
    String first = result(values.replace(NS, value("a", "1"), List.of(), DAY, ABSENT));
    assertNotNull(first);
    assertNull(result(values.replace(NS, value("a", "2"), List.of(), DAY, ABSENT)));
    assertEquals("1", get("a"));

    result(versions.drop(NS, Versions.NAMESPACE));
    assertNotNull(result(values.replace(NS, value("a", "3"), List.of("x"), DAY, ABSENT)));
    result(versions.drop(NS, "x"));
    assertNotNull(result(values.replace(NS, value("a", "4"), List.of(), FOREVER, ABSENT)));
    assertEquals("4", get("a"));
    assertEquals(-1, result(values.standing(NS, "a")).millisLeft());
  }

  @Test
  void value_is_set_only_over_the_version_that_was_read() {
    String first = set("a", "1", DAY);
    String second = replace("a", "2", first);
    assertNotNull(second);
    assertNull(replace("a", "3", first));
    assertEquals("2", get("a"));
    assertNull(replace("none", "1", first));
    result(versions.drop(NS, Versions.NAMESPACE));
    assertNull(replace("a", "4", second), "it is gone");
  }

  @Test
  void of_many_who_set_where_none_is_one_wins() {
    List<String> written =
        Racers.race(
            i ->
                (i % 2 == 0 ? values : others)
                    .replace(NS, value("a", "v" + i), List.of(), DAY, ABSENT)
                    .map(version -> version == null ? "" : version));

    List<String> winners = written.stream().filter(version -> !version.isEmpty()).toList();
    assertEquals(1, winners.size());
    assertEquals(winners.get(0), result(values.standing(NS, "a")).version());
  }

  @Test
  void of_many_who_change_what_they_read_none_overwrites_another() {
    set("a", "0", DAY);

    // Each counts up once, over whatever it reads, as long as it takes.
    Racers.race(i -> countUp(i % 2 == 0 ? values : others));

    assertEquals(Integer.toString(Racers.COUNT), get("a"));
  }

  private Uni<String> countUp(Values replica) {
    return replica
        .get(NS, List.of("a"), 0)
        .chain(
            found -> {
              CachedValue seen = found.get(0);
              String next = Integer.toString(Integer.parseInt(text(seen)) + 1);
              return replica.replace(
                  NS, value("a", next), List.of(), DAY, new Condition.Version(seen.version()));
            })
        .chain(version -> version == null ? countUp(replica) : Uni.createFrom().item(version));
  }

  @Test
  void deleted_is_gone() {
    set("a", "1", DAY);
    set("b", "2", DAY);
    assertEquals(2, result(values.delete(NS, List.of("a", "b", "c"))));
    assertEquals(Arrays.asList(null, null), texts(List.of("a", "b")));
    assertEquals(0, result(values.delete(NS, List.of("a"))));
  }

  @Test
  void numbers_are_counted_up_and_end() {
    assertNull(result(numbers.get(NS, "n")));
    assertEquals(1L, result(numbers.add(NS, "n", 1, new Lifetime(60_000))));
    assertEquals(-4L, result(numbers.add(NS, "n", -5, FOREVER)));
    assertEquals(-4L, result(numbers.get(NS, "n")));
    long left = pttl(keys.cachedNumber(NS, "n"));
    assertTrue(0 < left && left <= 60_000, () -> "the first one says when it ends: " + left);
    assertEquals((1L << 53) + 1, result(numbers.add(NS, "n", (1L << 53) + 5, DAY)));
    assertTrue(result(numbers.delete(NS, "n")));
    assertFalse(result(numbers.delete(NS, "n")));

    Racers.race(i -> numbers.add(NS, "many", 1, DAY));
    assertEquals(100L, result(numbers.get(NS, "many")));
    result(numbers.add(NS, "short", 1, new Lifetime(1)));
    Await.until("it has ended", () -> result(numbers.get(NS, "short")) == null);
  }

  @Test
  void sets_have_members_and_end() {
    assertNull(result(sets.members(NS, "s")));
    assertNull(result(sets.contains(NS, "s", "ann")));
    assertEquals(
        new Sets.Grown(2, 2),
        result(sets.add(NS, "s", List.of("ann", "bob", "ann"), new Lifetime(60_000))));
    assertEquals(new Sets.Grown(1, 3), result(sets.add(NS, "s", List.of("bob", "{cy}"), FOREVER)));
    assertEquals(Set.of("ann", "bob", "{cy}"), Set.copyOf(result(sets.members(NS, "s"))));
    assertTrue(result(sets.contains(NS, "s", "bob")));
    assertFalse(result(sets.contains(NS, "s", "dan")));
    long left = pttl(keys.cachedSet(NS, "s"));
    assertTrue(0 < left && left <= 60_000, () -> "the first one says when it ends: " + left);

    assertEquals(1, result(sets.remove(NS, "s", List.of("ann", "dan"))));
    assertEquals(2, result(sets.remove(NS, "s", List.of("bob", "{cy}"))));
    assertNull(result(sets.members(NS, "s")), "an empty set is none");
    assertEquals(0, result(sets.remove(NS, "s", List.of("bob"))));
    assertEquals(0, result(sets.remove("nowhere", "s", List.of("bob"))));
    result(sets.add(NS, "s", List.of("ann"), DAY));
    assertTrue(result(sets.delete(NS, "s")));
    assertFalse(result(sets.delete(NS, "s")));
  }

  @Test
  void set_is_bounded_all_or_none() {
    result(sets.add(NS, "s", List.of("1", "2", "3", "4"), DAY));

    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> result(sets.add(NS, "s", List.of("4", "5", "6"), DAY)));

    assertEquals(ErrorCode.LIMIT_EXCEEDED, refused.code());
    assertEquals(Set.of("1", "2", "3", "4"), Set.copyOf(result(sets.members(NS, "s"))));
    assertEquals(new Sets.Grown(1, 5), result(sets.add(NS, "s", List.of("4", "5", "5"), DAY)));
    assertThrows(
        RefusedException.class,
        () -> result(sets.add(NS, "t", List.of("1", "2", "3", "4", "5", "6"), DAY)));
    assertNull(result(sets.members(NS, "t")));
  }

  @Test
  void pattern_deletes_of_its_namespace_only() {
    List<NewValue> some = IntStream.range(0, 1200).mapToObj(i -> value("u:" + i, "x")).toList();
    result(values.set(NS, some, List.of("t"), DAY));
    set("keep", "x", DAY);
    result(values.set("news2", List.of(value("u:1", "x")), List.of(), DAY));
    result(numbers.add(NS, "u:n", 1, DAY));
    result(sets.add(NS, "u:s", List.of("ann"), DAY));

    assertEquals(1202, sweep("u:*"));

    assertEquals("x", get("keep"));
    assertNull(get("u:7"));
    assertNull(result(numbers.get(NS, "u:n")));
    assertNotNull(result(values.get("news2", List.of("u:1"), 0)).get(0));
    assertEquals(1, pttl(keys.cacheVersion(NS, "t")) > 0 ? 1 : 0, "versions stay");
    assertEquals(1, sweep("*"));
    assertEquals(0, sweep("*"));
    if (isCluster()) {
      assertTrue(slots() > 1, "there was more than one master to look at");
    }
  }

  @Test
  void pattern_goes_step_by_step() {
    result(
        values.set(
            NS,
            IntStream.range(0, 2000).mapToObj(i -> value("s:" + i, "x")).toList(),
            List.of(),
            DAY));

    Swept first = result(sweep.step(NS, "s:*", Swept.upTo(null)));

    assertFalse(first.isDone());
    assertTrue(first.deleted() < 2000);
    long rest = 0;
    Swept at = Swept.upTo(first.cursor());
    while (!at.isDone()) {
      at = result(sweep.step(NS, "s:*", at));
      rest = at.deleted();
    }
    assertEquals(2000, first.deleted() + rest);
    assertTrue(result(sweep.step(NS, "*", Swept.upTo("99-0"))).isDone());
  }

  private long sweep(String glob) {
    Swept at = Swept.upTo(null);
    while (!at.isDone()) {
      at = result(sweep.step(NS, glob, at));
    }
    return at.deleted();
  }

  private int slots() {
    Set<String> masters = new TreeSet<>();
    for (Response range : call(Request.cmd(Command.CLUSTER).arg("SLOTS"))) {
      masters.add(range.get(2).get(2).toString());
    }
    return masters.size();
  }

  private String set(String key, String text, Lifetime lifetime) {
    return result(values.set(NS, List.of(value(key, text)), List.of(), lifetime)).get(0);
  }

  private String replace(String key, String text, String version) {
    return result(
        values.replace(NS, value(key, text), List.of(), DAY, new Condition.Version(version)));
  }

  private String get(String key) {
    return texts(List.of(key)).get(0);
  }

  private List<String> texts(List<String> wanted) {
    return result(values.get(NS, wanted, 0)).stream().map(CacheConformance::text).toList();
  }

  private static String text(CachedValue value) {
    return value == null ? null : new String(value.body(), StandardCharsets.UTF_8);
  }

  private static NewValue value(String key, String text) {
    return new NewValue(key, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private long pttl(String key) {
    return call(Request.cmd(Command.PTTL).arg(key)).toLong();
  }

  private Response call(Request request) {
    return result(redis.send(request));
  }
}
