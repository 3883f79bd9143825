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
   * Whether a dead letter of that partition waits. It and all that waits with it is told by {@link
   * #takeAll} alone: what goes two ways could arrive in the other order, and dead letters of one
   * key have to be in the order in which they were given up.
   */
  boolean hasDeadLetter(Partition partition);

  /**
   * Takes out what may go along with a read of these partitions, to be sent in one pipeline. Nobody
   * else sends it, so one of the two ends must be called.
   */
  Settlement take(Collection<Partition> partitions);

  /** The same with all that waits. The next time not before Redis has answered. */
  Settlement takeAll();

  /** Commands under way. */
  interface Settlement {

    /** No commands. */
    Settlement NOTHING =
        new Settlement() {
          @Override
          public List<Request> commands() {
            return List.of();
          }

          @Override
          public boolean concerns(Partition partition) {
            return false;
          }

          @Override
          public void answered(List<Response> answers) {}

          @Override
          public void failed() {}
        };

    List<Request> commands();

    /** Whether there is something of that partition among them. */
    boolean concerns(Partition partition);

    /** Redis has answered each of them. */
    void answered(List<Response> answers);

    /** It is unknown what was carried out: they wait again, which changes nothing if they were. */
    void failed();
  }
}
