package dev.parley.redisstreams.incoming;

import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream that this process reads at present. A partition that is lost and won again is another
 * object, so what belongs to the former time cannot be mistaken for the present one.
 *
 * <p>Touched on the channel's event loop only.
 */
final class Partition {

  static final String START = "0-0";

  private final int number;
  private final String stream;
  private final long epoch;
  private long validUntil;
  private boolean unwanted;
  private boolean lost;
  private boolean opened;
  private String cursor = START;
  private final List<Request> settled = new ArrayList<>();

  /**
   * A partition whose pending entries have not been looked at.
   *
   * @param epoch fencing number of the lease: grows with each owner
   * @param validUntil until when the lease is certain, as {@link System#nanoTime}
   */
  Partition(int number, String stream, long epoch, long validUntil) {
    this.number = number;
    this.stream = stream;
    this.epoch = epoch;
    this.validUntil = validUntil;
  }

  int number() {
    return number;
  }

  String stream() {
    return stream;
  }

  long epoch() {
    return epoch;
  }

  void renewed(long until) {
    validUntil = until;
  }

  /** Whether the lease is still certain. Once it was not, it never is again. */
  boolean isHeld() {
    if (!lost && System.nanoTime() - validUntil > 0) {
      lost = true;
    }
    return !lost;
  }

  void lose() {
    lost = true;
  }

  /** Whether another process should have it. */
  boolean isUnwanted() {
    return unwanted;
  }

  void setUnwanted(boolean value) {
    unwanted = value;
  }

  /** From where pending entries are still to be claimed; null when all were. */
  String cursor() {
    return cursor;
  }

  /** Whether the group is known to be there. */
  boolean isOpened() {
    return opened;
  }

  /** Everything pending is to be read again, and the group may have to be made again. */
  void recover() {
    opened = false;
    cursor = START;
  }

  /** Pending entries were claimed up to {@code next}, which is {@link #START} at the end. */
  void claimed(String next) {
    opened = true;
    cursor = START.equals(next) ? null : next;
  }

  /** Commands that settle what the application is done with; kept until Redis has answered them. */
  List<Request> settled() {
    return settled;
  }
}
