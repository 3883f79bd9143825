package dev.parley.routing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Sends several commands together, whatever the servers are: as one pipeline, or, to a Redis
 * Cluster, whose slots are on several servers, in one part per slot, all at the same time. Answers
 * come in the order of what was sent; one failure fails the whole. More than {@value #AT_ONCE} go
 * one part after the other. Immutable, safe from any thread.
 */
public final class RedisPipeline {

  /** Less than may wait for one connection, or, in a Cluster, for one of the pool. */
  static final int AT_ONCE = 500;

  private final Redis redis;
  private final boolean cluster;

  /**
   * @param cluster whether the servers are a Redis Cluster
   */
  public RedisPipeline(Redis redis, boolean cluster) {
    this.redis = redis;
    this.cluster = cluster;
  }

  /**
   * Sends commands.
   *
   * @param requests the keys of each are of one slot
   */
  public Uni<List<Response>> send(List<Request> requests) {
    return inParts(
        requests,
        part ->
            cluster
                ? Uni.join().all(part.stream().map(redis::send).toList()).andCollectFailures()
                : redis.batch(part));
  }

  /**
   * The values of keys, null for one that is not there: one command, or one for each in a Cluster.
   */
  public Uni<List<Response>> get(List<String> keys) {
    return cluster
        ? send(keys.stream().map(key -> Request.cmd(Command.GET).arg(key)).toList())
        : inParts(keys, part -> redis.send(all(part)).map(RedisPipeline::values));
  }

  private static Request all(List<String> keys) {
    Request request = Request.cmd(Command.MGET);
    keys.forEach(request::arg);
    return request;
  }

  private static List<Response> values(Response all) {
    List<Response> values = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      values.add(all.get(i));
    }
    return values;
  }

  /** Whether the servers are a Redis Cluster, so that a call has keys of one slot only. */
  public boolean isCluster() {
    return cluster;
  }

  /**
   * Runs a script several times; also see {@link Script#runAll}.
   *
   * @param calls the keys of each list are of one slot
   */
  public Uni<List<Response>> run(Script script, List<List<Script.Call>> calls) {
    return cluster
        ? inParts(calls, part -> runSlots(script, part))
        : inParts(
            calls.stream().flatMap(List::stream).toList(), part -> script.runAll(redis, part));
  }

  private Uni<List<Response>> runSlots(Script script, List<List<Script.Call>> slots) {
    return Uni.join()
        .all(slots.stream().map(slot -> script.runAll(redis, slot)).toList())
        .andCollectFailures()
        .map(answers -> answers.stream().flatMap(List::stream).toList());
  }

  private static <T> Uni<List<Response>> inParts(
      List<T> all, Function<List<T>, Uni<List<Response>>> send) {
    if (all.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return all.size() <= AT_ONCE ? send.apply(all) : inParts(all, 0, new ArrayList<>(), send);
  }

  private static <T> Uni<List<Response>> inParts(
      List<T> all, int from, List<Response> answers, Function<List<T>, Uni<List<Response>>> send) {
    if (from >= all.size()) {
      return Uni.createFrom().item(answers);
    }
    int to = Math.min(all.size(), from + AT_ONCE);
    return send.apply(all.subList(from, to))
        .invoke(answers::addAll)
        .chain(() -> inParts(all, to, answers, send));
  }
}
