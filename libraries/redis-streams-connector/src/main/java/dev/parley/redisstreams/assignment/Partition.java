package dev.parley.redisstreams.assignment;

import dev.parley.redisstreams.PartitionLease;

/**
 * One stream that this process reads at present. A partition that is lost and won again is another
 * object, so what belongs to the former time cannot be mistaken for the present one.
 *
 * <p>Touched on the channel's event loop only, but for what {@link PartitionLease} promises.
 */
public final class Partition implements PartitionLease {

  private static final String START = "0-0";

  private final int number;
  private final String stream;
  private final String owner;
  private final long epoch;
  private volatile long validUntil;
  private volatile boolean lost;
  private boolean unwanted;
  private boolean opened;
  private boolean own = true;
  private boolean suspect;
  private String cursor = START;

  /**
   * A partition whose pending entries have not been looked at.
   *
   * @param owner the value of the lease in Redis, {@code <consumer> <epoch>}; null without a lease
   * @param validUntil until when the right to read it is certain, as {@link System#nanoTime}
   */
  Partition(int number, String stream, String owner, long epoch, long validUntil) {
    this.number = number;
    this.stream = stream;
    this.owner = owner;
    this.epoch = epoch;
    this.validUntil = validUntil;
  }

  /** A partition that nobody else reads: for a reader without a group. */
  public static Partition alone(String stream) {
    return new Partition(0, stream, null, 0, System.nanoTime() + Long.MAX_VALUE / 2);
  }

  public int number() {
    return number;
  }

  public String stream() {
    return stream;
  }

  /** What the lease in Redis must say for an acknowledgement to count; null without a lease. */
  public String owner() {
    return owner;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public boolean isHeld() {
    if (!lost && System.nanoTime() - validUntil > 0) {
      lost = true;
    }
    return !lost;
  }

  /** For how long the right is certain, in milliseconds; 0 when it is not. */
  public long certainMillis() {
    return isHeld() ? Math.max(0, (validUntil - System.nanoTime()) / 1_000_000) : 0;
  }

  void renewed(long until) {
    validUntil = until;
  }

  /** The right is gone, or given away. */
  public void lose() {
    lost = true;
  }

  /**
   * Whether another process should have it. It is then given away as soon as nothing of it is in
   * the application's hands, and never wanted again.
   */
  public boolean isUnwanted() {
    return unwanted;
  }

  void setUnwanted() {
    unwanted = true;
  }

  /** Whether the group is known to be there. */
  public boolean isOpened() {
    return opened;
  }

  /** From where pending entries are still to be claimed; null when all were. */
  public String cursor() {
    return cursor;
  }

  /** Whether what is pending of this consumer itself is claimed too, to the end. */
  public boolean claimsOwn() {
    return own;
  }

  /** What is pending is to be looked through, and the group may have to be made again. */
  public void recover() {
    opened = false;
    own = true;
    suspect = false;
    cursor = START;
  }

  /** What readers that are gone left pending is to be looked for. */
  public void sweep() {
    if (cursor == null) {
      cursor = START;
    }
  }

  /**
   * Pending entries were claimed up to {@code next}.
   *
   * @param more whether there may be others behind it
   * @param suspicious whether the last or the next one is such that readers may have died of it
   */
  public void claimed(String next, boolean more, boolean suspicious) {
    opened = true;
    own &= more;
    suspect = suspicious;
    cursor = more ? next : null;
  }

  /**
   * Whether there is a pending entry of which readers may have died. Such entries are claimed one
   * by one, while nothing else is in the application's hands: so that no other entry is counted as
   * being there when the next reader dies.
   */
  public boolean hasSuspect() {
    return suspect;
  }
}
