package dev.parley.cache.counter;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The posts whose change is to be told. Who takes one has {@value #AGAIN_MILLIS} ms to tell and
 * settle it, then it is there again: so nothing is lost with a replica. Safe from any thread.
 */
final class ChangedPosts {

  static final long AGAIN_MILLIS = 10_000;

  private static final Script TAKE = Script.load(ChangedPosts.class, "due-take.lua");
  private static final Script SETTLE = Script.load(ChangedPosts.class, "due-settle.lua");

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final List<List<Script.Call>> takes;

  /**
   * @param atOnce how many of a bucket are taken in one go
   */
  ChangedPosts(RedisPipeline redis, RedisKeys keys, int atOnce) {
    this.redis = redis;
    this.keys = keys;
    this.takes =
        IntStream.range(0, RedisKeys.COUNTER_BUCKETS)
            .mapToObj(
                bucket ->
                    List.of(
                        new Script.Call(
                            List.of(keys.countersDue(bucket)), List.of(atOnce, AGAIN_MILLIS))))
            .toList();
  }

  /** Takes what is due, of each bucket the longest due first. */
  Uni<List<String>> take() {
    return redis
        .run(TAKE, takes)
        .map(
            answers -> {
              List<String> posts = new ArrayList<>();
              for (Response answer : answers) {
                answer.forEach(post -> posts.add(post.toString()));
              }
              return posts;
            });
  }

  /** These were told. What has changed since stays. */
  Uni<Void> settle(List<Counts> told) {
    List<List<Script.Call>> calls = new ArrayList<>(told.size());
    for (Counts post : told) {
      calls.add(
          List.of(
              new Script.Call(
                  List.of(
                      keys.countersDue(RedisKeys.counterBucket(post.postId())),
                      keys.counters(post.postId())),
                  List.of(post.postId(), post.known() ? post.revision() : ""))));
    }
    return redis.run(SETTLE, calls).replaceWithVoid();
  }
}
