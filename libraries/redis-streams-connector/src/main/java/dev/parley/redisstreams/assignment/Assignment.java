package dev.parley.redisstreams.assignment;

import io.vertx.redis.client.Request;
import java.util.Collection;
import java.util.List;

/** Which partitions this process reads. All calls come from the channel's event loop. */
public interface Assignment {

  /** What an assignment tells its channel, on the channel's event loop. */
  interface Listener {

    /** A partition was won. */
    void won(Partition partition);

    /** Another process should have the partition: it is to be released soon. */
    void unwanted(Partition partition);

    /** The partition belongs to somebody else by now; what was read of it is theirs. */
    void lost(Partition partition);

    /** Pending entries of readers that are gone are to be looked for. */
    void sweep();
  }

  /** Starts to compete, once; later calls do nothing. */
  void start();

  /** Somebody has joined or left, or given a partition away: look now. */
  void changed();

  /** What is read at present, in the order of the partitions; does not change any more. */
  Collection<Partition> partitions();

  /** The partition is given away: it is no longer held from now on, and these commands say so. */
  List<Request> release(Partition partition);

  /** Redis says that the partition is somebody else's. */
  void fenced(Partition partition);

  /** Stops competing; these commands, sent before the releases, say so. */
  List<Request> leave();

  /** Consumers of the group that are alive, as far as is known. */
  Collection<String> members();
}
