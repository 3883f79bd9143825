package dev.parley.cache.counter;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counters of posts in Redis, each change in one step that also notes that it is to be told. A post
 * nobody has counted has zeros. All fail when Redis does, and then a change may have been made or
 * not: likes can be tried again, they count once. Safe from any thread.
 */
final class Counters {

  private static final Script SCRIPT = Script.load(Counters.class, "counters.lua");
  private static final String NOBODY = "";

  private enum Action {
    READ,
    LIKE,
    UNLIKE,
    VIEW,
    COMMENT,
    RESTORE,
    DELETE;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);
  }

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final long coalesce;

  /**
   * @param coalesce after which time a change is told, with all others of the post until then
   */
  Counters(RedisPipeline redis, RedisKeys keys, Duration coalesce) {
    this.redis = redis;
    this.keys = keys;
    this.coalesce = coalesce.toMillis();
  }

  /** The user likes the post, from now on or anyway. */
  Uni<Counts> like(String post, String user) {
    return change(post, user, Action.LIKE, List.of());
  }

  /** The user does not, or no more. A like that was restored without its user stays. */
  Uni<Counts> unlike(String post, String user) {
    return change(post, user, Action.UNLIKE, List.of());
  }

  /**
   * Somebody has viewed the post.
   *
   * @param viewer null for who is not to be told from others
   */
  Uni<Counts> view(String post, String viewer) {
    return change(post, viewer, Action.VIEW, List.of());
  }

  /** So many comments have come, or gone where negative; there are never less than 0. */
  Uni<Counts> comments(String post, long by) {
    return change(post, null, Action.COMMENT, List.of(by));
  }

  /**
   * Sets what is known from elsewhere. Likes are then as many as it says, or as many as known users
   * like it, if these are more; those of unknown users are the difference. The same with viewers.
   * Views never get less. So the same, or another page of {@code likedBy} with the same totals, can
   * be restored in any order and any number of times.
   */
  Uni<Counts> restore(String post, Restored totals) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(totals.likes());
    arguments.add(totals.views());
    arguments.add(totals.uniqueViews() == null ? "" : totals.uniqueViews());
    arguments.add(totals.comments());
    if (totals.likedBy() != null) {
      arguments.addAll(totals.likedBy());
    }
    return change(post, null, Action.RESTORE, arguments);
  }

  /** Forgets the post, and who liked it. */
  Uni<Counts> delete(String post) {
    return change(post, null, Action.DELETE, List.of());
  }

  /**
   * The counters of posts, in their order, all in one pipeline.
   *
   * @param user whose likes are told, too; null for none
   */
  Uni<List<Counts>> read(List<String> posts, String user) {
    Map<Integer, List<String>> buckets = new TreeMap<>();
    posts.stream()
        .distinct()
        .forEach(
            post ->
                buckets
                    .computeIfAbsent(RedisKeys.counterBucket(post), b -> new ArrayList<>())
                    .add(post));
    List<List<Script.Call>> calls = new ArrayList<>(buckets.size());
    buckets
        .values()
        .forEach(
            some ->
                calls.add(
                    some.stream().map(post -> call(post, user, Action.READ, List.of())).toList()));
    return redis.run(SCRIPT, calls).map(answers -> inOrder(posts, user, buckets, answers));
  }

  private static List<Counts> inOrder(
      List<String> posts, String user, Map<Integer, List<String>> buckets, List<Response> answers) {
    Map<String, Counts> found = new HashMap<>();
    int i = 0;
    for (List<String> some : buckets.values()) {
      for (String post : some) {
        found.put(post, Counts.of(post, user != null, true, answers.get(i++)));
      }
    }
    return posts.stream().map(found::get).toList();
  }

  private Uni<Counts> change(String post, String user, Action action, List<?> arguments) {
    boolean likes = action == Action.LIKE || action == Action.UNLIKE;
    return redis
        .run(SCRIPT, List.of(List.of(call(post, user, action, arguments))))
        .map(answers -> Counts.of(post, likes, false, answers.get(0)));
  }

  private Script.Call call(String post, String user, Action action, List<?> more) {
    List<String> scriptKeys =
        List.of(
            keys.counters(post),
            keys.likes(post),
            keys.viewers(post),
            keys.countersDue(RedisKeys.counterBucket(post)));
    List<Object> arguments = new ArrayList<>(4 + more.size());
    arguments.add(post);
    arguments.add(user == null ? NOBODY : user);
    arguments.add(coalesce);
    arguments.add(action.word);
    arguments.addAll(more);
    return new Script.Call(scriptKeys, arguments);
  }
}
