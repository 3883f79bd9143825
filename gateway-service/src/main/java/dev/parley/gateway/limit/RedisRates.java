package dev.parley.gateway.limit;

import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A token bucket per user in Redis, which is filled at the user's rate and holds what is used in a
 * second. All users of a call go in one pipeline, with one script per bucket of keys; in a Cluster
 * the scripts go at the same time. A key lives until its bucket is full. Safe from any thread.
 */
public final class RedisRates implements SharedRates {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String SCRIPT = load("rates-use.lua");

  private final Redis redis;
  private final RedisKeys keys;
  private final boolean cluster;
  private final int rate;

  /**
   * @param cluster whether the servers are a Redis Cluster
   * @param rate requests per second of a user
   */
  public RedisRates(Redis redis, RedisKeys keys, boolean cluster, int rate) {
    this.redis = redis;
    this.keys = keys;
    this.cluster = cluster;
    this.rate = rate;
  }

  @Override
  public Uni<List<Long>> use(Map<String, Integer> used) {
    Map<Integer, List<String>> buckets = new TreeMap<>();
    used.keySet()
        .forEach(
            user ->
                buckets
                    .computeIfAbsent(RedisKeys.routeBucket(user), bucket -> new ArrayList<>())
                    .add(user));
    List<Request> calls = buckets.values().stream().map(users -> call(users, used)).toList();
    return send(calls)
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .map(answers -> waits(used, buckets.values(), answers));
  }

  private Request call(List<String> users, Map<String, Integer> used) {
    Request call = Request.cmd(Command.EVAL).arg(SCRIPT).arg(users.size());
    users.forEach(user -> call.arg(keys.rate(user)));
    call.arg(rate);
    users.forEach(user -> call.arg(used.get(user)));
    return call;
  }

  private Uni<List<Response>> send(List<Request> calls) {
    return cluster
        ? Uni.join().all(calls.stream().map(redis::send).toList()).andCollectFailures()
        : redis.batch(calls);
  }

  private static List<Long> waits(
      Map<String, Integer> used, Iterable<List<String>> buckets, List<Response> answers) {
    Map<String, Long> waits = new HashMap<>();
    int next = 0;
    for (List<String> users : buckets) {
      Response answer = answers.get(next++);
      for (int i = 0; i < users.size(); i++) {
        waits.put(users.get(i), Duration.ofMillis(answer.get(i).toLong()).toNanos());
      }
    }
    return used.keySet().stream().map(waits::get).toList();
  }

  private static String load(String file) {
    try (InputStream in = RedisRates.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no script " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
