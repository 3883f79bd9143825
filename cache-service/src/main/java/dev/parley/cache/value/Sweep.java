package dev.parley.cache.value;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Deletes what is cached by a pattern of its key, in steps of about {@value #STEP} keys that are
 * looked at, over all masters of a Cluster. What is written meanwhile may stay; so may what moves
 * from one master to another. Safe from any thread.
 */
final class Sweep {

  static final int STEP = 500;

  private static final int SLOTS = 16_384;
  private static final Pattern CURSOR = Pattern.compile("(\\d{1,4})-(\\d{1,20})");
  private static final Script SCAN = Script.load(Sweep.class, "scan.lua");

  /**
   * How far it has come.
   *
   * @param deleted values, numbers and sets, the outdated ones too
   * @param cursor where to go on: which master, and Redis' cursor there; null when all is done
   */
  record Swept(long deleted, String cursor) {

    /** Not known. */
    static final Swept FAILED = new Swept(-1, null);

    private static final String BEGINNING = "0-0";

    /** Where another call has ended; null for the beginning. */
    static Swept upTo(String cursor) {
      if (cursor != null && !CURSOR.matcher(cursor).matches()) {
        throw new InvalidFieldException("cursor", "must be what another call has answered");
      }
      return new Swept(0, cursor == null ? BEGINNING : cursor);
    }

    boolean hasFailed() {
      return deleted < 0;
    }

    boolean isDone() {
      return cursor == null;
    }
  }

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final boolean cluster;

  /**
   * @param cluster whether the servers are a Redis Cluster
   */
  Sweep(RedisPipeline redis, RedisKeys keys, boolean cluster) {
    this.redis = redis;
    this.keys = keys;
    this.cluster = cluster;
  }

  /**
   * Goes one step on; fails when Redis does.
   *
   * @param glob pattern of the keys, as Redis has them
   * @param far not done yet
   */
  Uni<Swept> step(String namespace, String glob, Swept far) {
    String[] from = far.cursor().split("-", -1);
    int master = Integer.parseInt(from[0]);
    return aims()
        .chain(
            aims -> {
              if (master >= aims.size()) {
                return Uni.createFrom().item(new Swept(far.deleted(), null));
              }
              List<Object> arguments = List.of(from[1], keys.cachedLike(namespace, glob), STEP);
              List<Script.Call> call =
                  List.of(new Script.Call(List.of(aims.get(master)), arguments));
              return redis
                  .run(SCAN, List.of(call))
                  .map(answers -> answers.get(0))
                  .chain(
                      found ->
                          unlink(found.get(1))
                              .map(
                                  gone ->
                                      new Swept(
                                          far.deleted() + gone,
                                          next(master, aims.size(), found.get(0).toString()))));
            });
  }

  private static String next(int master, int masters, String cursor) {
    if (!cursor.equals("0")) {
      return master + "-" + cursor;
    }
    return master + 1 < masters ? (master + 1) + "-0" : null;
  }

  private Uni<Long> unlink(Response names) {
    List<Request> requests = new ArrayList<>(names.size());
    for (Response name : names) {
      requests.add(Request.cmd(Command.UNLINK).arg(name.getDelegate().toBytes()));
    }
    return redis.send(requests).map(answers -> answers.stream().mapToLong(Response::toLong).sum());
  }

  /** A key on each master, always in the same order. */
  private Uni<List<String>> aims() {
    return cluster
        ? redis
            .send(List.of(Request.cmd(Command.CLUSTER).arg("SLOTS")))
            .map(answers -> aims(answers.get(0)))
        : Uni.createFrom().item(List.of(keys.prefix()));
  }

  private static List<String> aims(Response ranges) {
    Map<String, List<Response>> masters = new TreeMap<>(Comparator.naturalOrder());
    for (Response range : ranges) {
      String id = range.get(2).get(2).toString();
      masters.computeIfAbsent(id, master -> new ArrayList<>()).add(range);
    }
    return masters.values().stream().map(Sweep::aim).toList();
  }

  private static String aim(List<Response> ranges) {
    int i = 0;
    while (!holds(ranges, Partitions.of(Integer.toString(i), SLOTS))) {
      i++;
    }
    return Integer.toString(i);
  }

  private static boolean holds(List<Response> ranges, int slot) {
    return ranges.stream()
        .anyMatch(range -> range.get(0).toInteger() <= slot && slot <= range.get(1).toInteger());
  }
}
