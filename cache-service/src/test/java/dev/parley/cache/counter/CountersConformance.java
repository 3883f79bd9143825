package dev.parley.cache.counter;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Racers;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counters promise, and that every change of them is told. */
abstract class CountersConformance {

  private static final String POST = "post:1";
  private static final Duration SOON = Duration.ofMillis(1);
  private static final int AT_ONCE = 100;

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private Redis redis;
  private Counters counters;
  private Counters others;
  private ChangedPosts changed;
  private ChangedPosts othersChanged;

  /** Another client of the servers. */
  abstract Redis newClient();

  abstract boolean isCluster();

  @BeforeEach
  void makeTwoReplicas() {
    redis = newClient();
    RedisPipeline pipeline = new RedisPipeline(redis, isCluster());
    RedisPipeline second = new RedisPipeline(newClient(), isCluster());
    counters = new Counters(pipeline, keys, SOON);
    others = new Counters(second, keys, SOON);
    changed = new ChangedPosts(pipeline, keys, AT_ONCE);
    othersChanged = new ChangedPosts(second, keys, AT_ONCE);
  }

  @Test
  void post_that_nobody_has_counted_has_zeros() {
    Counts none = read(POST, "ann");

    assertFalse(none.known());
    assertEquals(0, none.likes() + none.views() + none.uniqueViews() + none.comments());
    assertFalse(none.liked());
    assertNull(read(POST, null).liked());
    assertEquals(List.of(), result(counters.read(List.of(), null)));
  }

  @Test
  void user_likes_once() {
    Counts first = result(counters.like(POST, "ann"));
    assertTrue(first.changed() && first.liked() && first.known());
    assertEquals(1, first.likes());
    Counts again = result(others.like(POST, "ann"));
    assertFalse(again.changed());
    assertEquals(1, again.likes());
    assertEquals(first.revision(), again.revision());
    assertEquals(2, result(counters.like(POST, "bob")).likes());
    Counts less = result(counters.unlike(POST, "ann"));
    assertTrue(less.changed());
    assertFalse(less.liked());
    assertEquals(1, less.likes());
    assertFalse(result(counters.unlike(POST, "ann")).changed());
    assertTrue(read(POST, "bob").liked());
    assertFalse(read(POST, "ann").liked());
  }

  @Test
  void of_many_likes_of_a_user_one_counts() {
    List<Counts> likes = Racers.race(i -> (i % 2 == 0 ? counters : others).like(POST, "ann"));

    assertEquals(1, likes.stream().filter(Counts::changed).count());
    assertTrue(likes.stream().allMatch(counts -> counts.likes() == 1));
    Racers.race(i -> (i % 2 == 0 ? counters : others).like(POST, "user" + i));
    assertEquals(1 + Racers.COUNT, read(POST, null).likes());
  }

  @Test
  void views_count_all_and_viewers_once() {
    Racers.race(i -> (i % 2 == 0 ? counters : others).view(POST, "user" + i % 10));
    result(counters.view(POST, null));

    Counts counts = read(POST, null);
    assertEquals(Racers.COUNT + 1, counts.views());
    assertEquals(10, counts.uniqueViews());
  }

  @Test
  void comments_come_and_go_and_are_never_less_than_none() {
    assertEquals(3, result(counters.comments(POST, 3)).comments());
    assertEquals(2, result(counters.comments(POST, -1)).comments());
    assertEquals(0, result(counters.comments(POST, -5)).comments());
    Counts none = result(counters.comments(POST, -5));
    assertFalse(none.changed());
    assertEquals(0, none.comments());
  }

  @Test
  void revision_grows_with_every_change() {
    long revision = 0;
    for (int i = 0; i < 20; i++) {
      Counts counts = result(counters.view(POST, null));
      assertTrue(counts.revision() > revision);
      revision = counts.revision();
    }
    Counts deleted = result(counters.delete(POST));
    assertTrue(deleted.changed());
    assertFalse(deleted.known());
    long then = revision;
    // The clock of Redis goes on.
    Await.until("a revision that is newer", () -> revisionOfANewLike() > then);
  }

  private long revisionOfANewLike() {
    result(counters.unlike(POST, "ann"));
    return result(counters.like(POST, "ann")).revision();
  }

  @Test
  void many_posts_are_read_in_the_order_of_the_question() {
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      posts.add("p" + i);
      if (i % 3 == 0) {
        result(counters.comments("p" + i, i + 1));
      }
    }
    result(counters.like("p7", "ann"));
    posts.add("p7");

    List<Counts> found = result(others.read(posts, "ann"));

    for (int i = 0; i < posts.size(); i++) {
      assertEquals(posts.get(i), found.get(i).postId());
    }
    assertEquals(10, found.get(9).comments());
    assertTrue(found.get(7).liked() && found.get(200).liked());
    assertFalse(found.get(8).liked() || found.get(8).known());
  }

  @Test
  void restored_totals_are_those_that_were_given_whoever_is_known() {
    Restored totals = new Restored(100L, 1000L, 400L, 7L, List.of("ann", "bob"));
    Counts counts = result(counters.restore(POST, totals));

    assertEquals(100, counts.likes());
    assertEquals(1000, counts.views());
    assertEquals(400, counts.uniqueViews());
    assertEquals(7, counts.comments());
    assertEquals(100, result(counters.like(POST, "ann")).likes(), "is one of them");
    assertEquals(101, result(counters.like(POST, "cy")).likes());
    assertEquals(100, result(counters.unlike(POST, "bob")).likes());
    assertEquals(100, result(counters.unlike(POST, "unknown")).likes(), "nobody knows");
    result(counters.view(POST, "ann"));
    assertEquals(1001, read(POST, null).views());
    assertEquals(401, read(POST, null).uniqueViews());
  }

  @Test
  void pages_of_who_likes_are_restored_in_any_order_and_again() {
    List<Restored> pages =
        IntStream.range(0, 5)
            .mapToObj(
                page ->
                    new Restored(
                        50L,
                        10L,
                        null,
                        1L,
                        IntStream.range(0, 10).mapToObj(i -> "u" + (10 * page + i)).toList()))
            .toList();
    result(counters.like(POST, "u7"));
    result(counters.like(POST, "new"));

    for (int page : new int[] {4, 0, 0, 2, 1, 3, 4}) {
      assertTrue(result(counters.restore(POST, pages.get(page))).likes() >= 50);
    }

    assertEquals(51, read(POST, null).likes(), "all of them, and who liked it meanwhile");
    assertEquals(50, result(counters.unlike(POST, "u42")).likes());
  }

  @Test
  void views_that_were_counted_since_a_loss_are_not_taken_away() {
    IntStream.range(0, 5).forEach(i -> result(counters.view(POST, "u" + i)));

    Counts counts = result(counters.restore(POST, new Restored(0L, 3L, 2L, 0L, null)));

    assertEquals(5, counts.views());
    assertEquals(5, counts.uniqueViews());
    assertEquals(0, counts.likes());
  }

  @Test
  void deleted_is_gone_with_all_its_keys() {
    result(counters.like(POST, "ann"));
    result(counters.view(POST, "ann"));

    assertTrue(result(counters.delete(POST)).changed());

    assertFalse(read(POST, "ann").known());
    assertFalse(result(counters.delete(POST)).changed());
    for (String key : List.of(keys.counters(POST), keys.likes(POST), keys.viewers(POST))) {
      assertEquals(0, call(Command.EXISTS, key).toInteger());
    }
  }

  @Test
  void changed_posts_are_taken_by_one_and_settled() {
    Set<String> posts = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      posts.add("p" + i);
      result(counters.view("p" + i, null));
    }
    List<String> taken = new ArrayList<>();
    Await.until(
        "all are due",
        () -> {
          taken.addAll(result(changed.take()));
          taken.addAll(result(othersChanged.take()));
          return taken.size() >= posts.size();
        });
    assertEquals(posts.size(), taken.size());
    assertEquals(posts, new TreeSet<>(taken));

    result(changed.settle(result(counters.read(taken, null))));

    assertEquals(0, due());
  }

  @Test
  void what_changes_while_it_is_told_is_told_again_soon() {
    result(counters.like(POST, "ann"));
    takeUntilThere();
    List<Counts> told = result(counters.read(List.of(POST), null));
    result(others.like(POST, "bob"));

    result(changed.settle(told));

    takeUntilThere();
    Counts now = read(POST, null);
    assertEquals(2, now.likes());
    result(changed.settle(List.of(now)));
    assertEquals(0, due());
  }

  @Test
  void what_nobody_has_told_is_put_off_and_not_lost() {
    result(counters.like(POST, "ann"));
    takeUntilThere();

    assertEquals(List.of(), result(othersChanged.take()));
    String bucket = keys.countersDue(RedisKeys.counterBucket(POST));
    double again = Double.parseDouble(call(Command.ZSCORE, bucket, POST).toString());
    long now = call(Command.TIME).get(0).toLong() * 1000;
    assertTrue(again <= now + 1000 + ChangedPosts.AGAIN_MILLIS, () -> "again at " + again);
    call(Command.ZADD, bucket, "1", POST);
    assertEquals(List.of(POST), result(othersChanged.take()), "as if that time was over");
  }

  @Test
  void deletion_is_told_and_settled() {
    result(counters.like(POST, "ann"));
    result(counters.delete(POST));
    takeUntilThere();

    Counts deleted = read(POST, null);
    assertFalse(deleted.known());
    result(changed.settle(List.of(deleted)));
    assertEquals(0, due());
  }

  @Test
  void random_changes_are_those_of_a_plain_model() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, Set<String>> likes = new HashMap<>();
    Map<String, Long> comments = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String post = "p" + random.nextInt(4);
      String user = "u" + random.nextInt(6);
      Counters replica = random.nextBoolean() ? counters : others;
      Set<String> liking = likes.computeIfAbsent(post, p -> new HashSet<>());
      String told = "seed " + seed + ", step " + i;
      switch (random.nextInt(4)) {
        case 0 -> assertEquals(liking.add(user), result(replica.like(post, user)).changed(), told);
        case 1 ->
            assertEquals(liking.remove(user), result(replica.unlike(post, user)).changed(), told);
        case 2 -> {
          int by = random.nextInt(7) - 3;
          comments.merge(post, (long) Math.max(0, by), (now, b) -> Math.max(0, now + by));
          result(replica.comments(post, by));
        }
        default -> {
          if (random.nextInt(10) == 0) {
            result(replica.delete(post));
            liking.clear();
            comments.remove(post);
          }
        }
      }
      Counts counts = read(post, user);
      assertEquals(liking.size(), counts.likes(), told);
      assertEquals(liking.contains(user), counts.liked(), told);
      assertEquals(comments.getOrDefault(post, 0L), counts.comments(), told);
    }
  }

  private void takeUntilThere() {
    Await.until("it is due", () -> result(changed.take()).contains(POST));
  }

  private int due() {
    int due = 0;
    for (int bucket = 0; bucket < RedisKeys.COUNTER_BUCKETS; bucket++) {
      due += call(Command.ZCARD, keys.countersDue(bucket)).toInteger();
    }
    return due;
  }

  private Counts read(String post, String user) {
    return result(counters.read(List.of(post), user)).get(0);
  }

  private Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return result(redis.send(request));
  }
}
