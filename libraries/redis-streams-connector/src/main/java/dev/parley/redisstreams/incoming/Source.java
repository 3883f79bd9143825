package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Collection;
import java.util.List;

/**
 * How entries are read: for a consumer group, or from a position on. Makes the commands and
 * understands the answers. All calls come from the channel's event loop.
 */
interface Source {

  /** Sends one pipeline on the reader's connection. */
  interface Sender {
    Future<List<Response>> send(List<Request> commands, long blockMillis);
  }

  /** Where entries go, in the order of their stream. */
  interface Sink {
    /**
     * An entry was read.
     *
     * @param count how often it was handed out, this time included
     * @param gap whether entries before it may be missing
     */
    void take(Partition partition, Entry entry, int count, boolean gap);

    /** Some of what is pending could not be claimed yet: to be looked for again after that time. */
    void lookAgain(Partition partition, long millis);
  }

  /**
   * Reads once.
   *
   * @param partitions at least one
   * @param blockMillis at most for how long to wait on idle streams
   */
  Future<Void> read(Sender sender, Collection<Partition> partitions, long blockMillis, Sink sink);
}
