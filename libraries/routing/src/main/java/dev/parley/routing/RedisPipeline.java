package dev.parley.routing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.List;

/**
 * Sends several commands together, whatever the servers are: as one pipeline, or, to a Redis
 * Cluster, whose slots are on several servers, in one part per slot, all at the same time. Answers
 * come in the order of what was sent; one failure fails the whole. Immutable, safe from any thread.
 */
public final class RedisPipeline {

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
    if (requests.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return cluster
        ? Uni.join().all(requests.stream().map(redis::send).toList()).andCollectFailures()
        : redis.batch(requests);
  }

  /**
   * Runs a script several times; also see {@link Script#runAll}.
   *
   * @param calls the keys of each list are of one slot
   */
  public Uni<List<Response>> run(Script script, List<List<Script.Call>> calls) {
    if (calls.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    if (!cluster) {
      return script.runAll(redis, calls.stream().flatMap(List::stream).toList());
    }
    return Uni.join()
        .all(calls.stream().map(slot -> script.runAll(redis, slot)).toList())
        .andCollectFailures()
        .map(answers -> answers.stream().flatMap(List::stream).toList());
  }
}
