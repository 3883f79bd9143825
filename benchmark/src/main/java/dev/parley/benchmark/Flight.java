package dev.parley.benchmark;

/**
 * The sends of one user that are under way: when each was meant to be sent, and which {@code seq}
 * it got, as its acknowledgement and as its delivery say. Remembers the last {@link #SIZE}. Not
 * thread-safe.
 */
final class Flight {

  /** How many may be under way at once. */
  static final int SIZE = 1024;

  private static final int MASK = SIZE - 1;

  private final long[] meantAt = new long[SIZE];
  private final long[] seq = new long[SIZE];
  private final boolean[] acknowledged = new boolean[SIZE];
  private long sent;
  private int open;

  /** Whether one more can be remembered. */
  boolean isFull() {
    return open == SIZE;
  }

  /** Notes a send and returns its number, from 1. */
  long send(long meantAtNanos) {
    long number = ++sent;
    int slot = (int) number & MASK;
    meantAt[slot] = meantAtNanos;
    seq[slot] = 0;
    acknowledged[slot] = false;
    open++;
    return number;
  }

  /** Notes the acknowledgement of a send; false when there was none due or it has another seq. */
  boolean acknowledge(long number, long acknowledgedSeq) {
    int slot = (int) number & MASK;
    if (!isKnown(number) || acknowledged[slot]) {
      return false;
    }
    acknowledged[slot] = true;
    open--;
    return agree(slot, acknowledgedSeq);
  }

  /** Notes that a send was refused: it is under way no more. */
  void refuse(long number) {
    int slot = (int) number & MASK;
    if (isKnown(number) && !acknowledged[slot]) {
      acknowledged[slot] = true;
      open--;
    }
  }

  /** Notes the delivery of a send; false when it was never sent or has another seq. */
  boolean deliver(long number, long deliveredSeq) {
    if (!isKnown(number)) {
      // So late that others have taken its place: it was sent, and its order is checked elsewhere.
      return number >= 1 && number <= sent;
    }
    return agree((int) number & MASK, deliveredSeq);
  }

  /** Nanoseconds since that send was meant to happen; negative when that is not known. */
  long age(long number) {
    return isKnown(number) ? System.nanoTime() - meantAt[(int) number & MASK] : -1;
  }

  /** How many sends there were. */
  long sent() {
    return sent;
  }

  /** How many sends have no answer yet. */
  int open() {
    return open;
  }

  private boolean isKnown(long number) {
    return number >= 1 && number <= sent && number > sent - SIZE;
  }

  private boolean agree(int slot, long value) {
    if (seq[slot] == 0) {
      seq[slot] = value;
    }
    return seq[slot] == value;
  }
}
