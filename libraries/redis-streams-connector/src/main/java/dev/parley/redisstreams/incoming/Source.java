package dev.parley.redisstreams.incoming;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;

/**
 * What a channel reads from: the partitions of a consumer group, or a position in one stream. It
 * makes the commands and remembers what is settled; the {@link ReadLoop} hands the entries over and
 * says how it went. All calls come from the loop's event loop.
 */
interface Source {

  /** Sends one pipeline on the loop's connection. */
  interface Sender {
    Future<List<Response>> send(List<Request> commands, long blockMillis);
  }

  /**
   * What was under way is unknown (a new connection, a failure): everything unsettled comes again.
   */
  void recover();

  /** Whether there is nothing to read from at present; the loop is woken when that changes. */
  boolean isIdle();

  /**
   * Reads once, sending along what was settled before; blocks at most for the channel's time.
   *
   * @return what was read, in the order in which it is to be handed over; may be empty
   */
  Future<List<Read>> read(Sender sender);

  /**
   * The application is done with these entries.
   *
   * @param rejected index in the read to cause: what goes to the dead letters
   */
  void done(Read read, Map<Integer, Throwable> rejected);

  /** The last call: settles what can be settled and gives up what is held. */
  Future<Void> close(Sender sender);

  /**
   * Entries that are handed over together.
   *
   * @param gap whether entries before these may be missing
   */
  record Read(List<Origin> origins, boolean gap) {}

  /**
   * An entry and where it was read.
   *
   * @param redelivered whether it was pending, so that somebody may have had it before
   */
  record Origin(Entry entry, Partition partition, boolean redelivered) {}
}
