package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Collection;
import java.util.List;

/** What the application is done with and Redis does not know yet. On the loop. */
interface Settlements {

  /** The entry was read, and is handed over after all that were read before. */
  void read(Delivery delivery);

  /** The application is done with the entry, or it is to be forgotten. */
  void done(Delivery delivery);

  /** The entry is given up. */
  void deadLetter(Delivery delivery, Throwable cause);

  /** How many entries wait to be made known. */
  int waiting();

  /**
   * Takes out what waits of these partitions, to be sent in one pipeline. Nobody else sends it, so
   * one of the two ends must be called.
   *
   * @param partitions null for all
   */
  Settlement take(Collection<Partition> partitions);

  /** Commands under way. */
  interface Settlement {

    List<Request> commands();

    /** Whether there is something of that partition among them. */
    boolean concerns(Partition partition);

    /** Redis has answered each of them. */
    void answered(List<Response> answers);

    /** It is unknown what was carried out: they wait again, which changes nothing if they were. */
    void failed();
  }
}
