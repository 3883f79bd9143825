package dev.parley.cache.feed;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.cache.feed.Page.State;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages of feeds promise. */
abstract class PagesConformance {

  private static final String GLOBAL = "global";
  private static final String ANN = "user:ann";
  private static final String QUERY = "q1";
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(1);

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private Redis redis;
  private RedisPipeline first;
  private RedisPipeline second;
  private Pages pages;
  private Pages others;

  /** Another client of the servers. */
  abstract Redis newClient();

  abstract boolean isCluster();

  @BeforeEach
  void makeTwoReplicas() {
    redis = newClient();
    first = new RedisPipeline(redis, isCluster());
    second = new RedisPipeline(newClient(), isCluster());
    pages = new Pages(first, keys, LONG, LONG, LONG);
    others = new Pages(second, keys, LONG, LONG, LONG);
  }

  @Test
  void who_misses_first_loads_and_others_wait() {
    Page load = get(pages);
    assertEquals(State.LOAD, load.state());

    Page wait = get(others);
    assertEquals(State.WAIT, wait.state());
    assertTrue(0 < wait.ageMillis() && wait.ageMillis() <= LONG.toMillis());
    assertFalse(wait.isAbandoned());
    assertTrue(put(pages, load.token(), "one"));

    Page page = get(others);
    assertEquals(State.FRESH, page.state());
    assertEquals("one", text(page));
    assertEquals("text/plain", page.contentType());
    assertEquals("e-one", page.etag());
    assertTrue(page.ageMillis() >= 0);
  }

  @Test
  void of_many_who_miss_one_loads() {
    List<Page> got = Racers.race(i -> (i % 2 == 0 ? pages : others).get(GLOBAL, QUERY));

    assertEquals(1, got.stream().filter(page -> page.state() == State.LOAD).count());
    assertEquals(Racers.COUNT - 1, got.stream().filter(page -> page.state() == State.WAIT).count());
  }

  @Test
  void of_many_who_find_it_stale_one_loads_and_others_get_the_old_one() {
    Pages stale = new Pages(first, keys, SOON, LONG, LONG);
    Pages othersStale = new Pages(second, keys, SOON, LONG, LONG);
    assertTrue(put(stale, get(stale).token(), "old"));
    Await.until("it is stale", () -> result(stale.look(GLOBAL, QUERY)).state() == State.STALE);

    List<Page> got = Racers.race(i -> (i % 2 == 0 ? stale : othersStale).get(GLOBAL, QUERY));

    List<Page> loading = got.stream().filter(page -> page.state() == State.LOAD).toList();
    assertEquals(1, loading.size());
    assertTrue(
        got.stream()
            .filter(page -> page.state() != State.LOAD)
            .allMatch(page -> page.state() == State.STALE && text(page).equals("old")));
    assertTrue(put(others, loading.get(0).token(), "new"));
    assertEquals("new", text(get(pages)));
  }

  @Test
  void who_only_looks_never_loads() {
    Page nothing = result(pages.look(GLOBAL, QUERY));
    assertTrue(nothing.isAbandoned());
    assertEquals(State.LOAD, get(pages).state());
    assertFalse(result(pages.look(GLOBAL, QUERY)).isAbandoned());
  }

  @Test
  void page_with_another_token_is_not_kept() {
    String token = get(pages).token();
    assertFalse(put(pages, Ids.random(), "wrong"));
    assertTrue(put(pages, token, "one"));
    assertFalse(put(pages, token, "twice"), "it was brought");
    assertEquals("one", text(get(pages)));
    assertFalse(result(pages.put(ANN, QUERY, token, "text/plain", "e", new byte[0])));
  }

  @Test
  void who_takes_too_long_is_replaced() {
    Pages hasty = new Pages(first, keys, LONG, LONG, SOON);
    String late = get(hasty).token();
    String[] next = new String[1];
    Await.until(
        "another one loads",
        () -> {
          Page page = get(pages);
          next[0] = page.token();
          return page.state() == State.LOAD;
        });

    assertNotEquals(late, next[0]);
    assertFalse(put(hasty, late, "late"));
    assertTrue(put(pages, next[0], "in time"));
    assertEquals("in time", text(get(pages)));
  }

  @Test
  void who_gives_up_lets_another_one_load() {
    String token = get(pages).token();
    assertFalse(result(others.release(GLOBAL, QUERY, Ids.random())));
    assertTrue(result(pages.release(GLOBAL, QUERY, token)));
    assertFalse(result(pages.release(GLOBAL, QUERY, token)));
    assertTrue(result(pages.look(GLOBAL, QUERY)).isAbandoned());

    assertEquals(State.LOAD, get(others).state());
    assertFalse(put(pages, token, "given up"));
  }

  @Test
  void invalidated_scope_has_no_pages_and_takes_none_that_is_older() {
    assertTrue(put(pages, get(pages).token(), "one"));
    String underWay = result(pages.get(GLOBAL, "q2")).token();
    assertTrue(
        result(
            pages.put(ANN, QUERY, result(pages.get(ANN, QUERY)).token(), "a/b", "e", bytes("x"))));

    result(others.invalidate(GLOBAL));

    assertFalse(result(pages.put(GLOBAL, "q2", underWay, "a/b", "e", bytes("old"))));
    Page again = get(pages);
    assertEquals(State.LOAD, again.state());
    assertFalse(result(pages.put(GLOBAL, "q2", underWay, "a/b", "e", bytes("old"))));
    assertEquals(State.LOAD, result(pages.get(GLOBAL, "q2")).state());
    assertTrue(put(pages, again.token(), "two"));
    assertEquals("two", text(get(others)));
    assertEquals(State.FRESH, result(pages.get(ANN, QUERY)).state(), "of another scope");
  }

  @Test
  void bytes_come_back_whatever_they_are() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertTrue(result(pages.put(GLOBAL, QUERY, get(pages).token(), "a/b", "e", all)));

    assertArrayEquals(all, get(others).body());
  }

  @Test
  void page_and_version_end_by_themselves() {
    String token = get(pages).token();
    assertLivesUpTo(LONG.toMillis(), keys.feedPage(GLOBAL, QUERY));
    assertTrue(put(pages, token, "one"));

    long kept = LONG.multipliedBy(2).toMillis();
    assertLivesUpTo(kept, keys.feedPage(GLOBAL, QUERY));
    assertTrue(pttl(keys.feedVersion(GLOBAL)) > pttl(keys.feedPage(GLOBAL, QUERY)));
    Pages brief = new Pages(first, keys, SOON, SOON, SOON);
    Page load = result(brief.get(ANN, QUERY));
    result(brief.put(ANN, QUERY, load.token(), "a/b", "e", bytes("x")));
    Await.until("the page has ended", () -> pttl(keys.feedPage(ANN, QUERY)) == -2);
  }

  private void assertLivesUpTo(long millis, String key) {
    long left = pttl(key);
    assertTrue(0 < left && left <= millis, () -> key + " lives for " + left);
  }

  private long pttl(String key) {
    return result(redis.send(Request.cmd(Command.PTTL).arg(key))).toLong();
  }

  private static Page get(Pages replica) {
    return result(replica.get(GLOBAL, QUERY));
  }

  private static boolean put(Pages replica, String token, String text) {
    return result(replica.put(GLOBAL, QUERY, token, "text/plain", "e-" + text, bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Page page) {
    return new String(page.body(), StandardCharsets.UTF_8);
  }
}
