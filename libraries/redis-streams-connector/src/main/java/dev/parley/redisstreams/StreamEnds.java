package dev.parley.redisstreams;

import dev.parley.redisstreams.connection.LuaScript;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Where streams end: for who follows them and wants to know whether there is more. Thread-safe. */
public final class StreamEnds {

  /** Of a stream that is not there, or holds nothing. */
  public static final String NOTHING = "0-0";

  private static final LuaScript SCRIPT = LuaScript.of(StreamEnds.class, "stream-ends.lua");

  private final Redis redis;
  private final boolean cluster;

  /**
   * @param cluster whether the servers are a Redis Cluster
   */
  public StreamEnds(Redis redis, boolean cluster) {
    this.redis = redis;
    this.cluster = cluster;
  }

  /**
   * The ids of the last entries, in the order of the streams: one call (in a Cluster one per
   * stream, all at the same time). What was appended before this was called is not behind them.
   *
   * @return {@link #NOTHING} where there is none; fails when Redis cannot be reached
   */
  public Uni<List<String>> of(List<String> streams) {
    return Uni.createFrom().completionStage(() -> look(streams).toCompletionStage());
  }

  private Future<List<String>> look(List<String> streams) {
    if (!cluster) {
      return redis.send(SCRIPT.command(streams)).map(StreamEnds::ids);
    }
    List<Future<List<String>>> looks = new ArrayList<>(streams.size());
    streams.forEach(
        stream -> looks.add(redis.send(SCRIPT.command(List.of(stream))).map(StreamEnds::ids)));
    return Future.all(looks)
        .map(all -> looks.stream().flatMap(look -> look.result().stream()).toList());
  }

  private static List<String> ids(Response response) {
    List<String> ids = new ArrayList<>(response.size());
    response.forEach(id -> ids.add(id.toString()));
    return ids;
  }

  /**
   * Which of two ids comes later, as {@link java.util.Comparator} says it; of an id without a
   * sequence number that is 0.
   */
  public static int compare(String left, String right) {
    int byTime = Long.compareUnsigned(part(left, 0), part(right, 0));
    return byTime != 0 ? byTime : Long.compareUnsigned(part(left, 1), part(right, 1));
  }

  private static long part(String id, int which) {
    int dash = id.indexOf('-');
    if (dash < 0) {
      return which == 0 ? Long.parseUnsignedLong(id) : 0;
    }
    return which == 0
        ? Long.parseUnsignedLong(id, 0, dash, 10)
        : Long.parseUnsignedLong(id, dash + 1, id.length(), 10);
  }
}
