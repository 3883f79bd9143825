package dev.parley.redisstreams;

/**
 * The exclusive right of this process to read one partition at present. Thread-safe.
 *
 * <p>{@link #isHeld} goes by the local monotonic clock, counted from before the lease was last
 * renewed: a process that was paused (SIGSTOP, a long collection) learns of the end by looking. Who
 * writes elsewhere passes {@link #epoch} along, so that the other side can refuse what is older
 * than what it has seen: a fencing token.
 */
public interface PartitionLease {

  /** Of a reader that has no rival: never ends. */
  PartitionLease ENDLESS =
      new PartitionLease() {
        @Override
        public long epoch() {
          return 0;
        }

        @Override
        public boolean isHeld() {
          return true;
        }
      };

  /**
   * Fencing number: larger than that of every owner before, also when Redis was emptied in between
   * (it follows Redis' clock, in microseconds). 0 where partitions are not exclusive.
   */
  long epoch();

  /** Whether the right is still certain. Once it was not, it never is again. */
  boolean isHeld();
}
