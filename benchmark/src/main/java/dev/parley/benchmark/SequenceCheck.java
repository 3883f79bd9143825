package dev.parley.benchmark;

import java.util.HashSet;
import java.util.Set;

/**
 * What one member sees of one conversation, as replies to its own messages and as deliveries of the
 * others': every {@code seq} from 1, once, in order, without holes. Not thread-safe.
 */
public final class SequenceCheck {

  /** Further missing ones are counted and not remembered. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Set<Long> missing = new HashSet<>();
  private long next = 1;
  private long forgotten;
  private long duplicates;
  private long reordered;

  public void saw(long seq) {
    if (seq == next) {
      next++;
    } else if (seq > next) {
      remember(seq);
    } else if (missing.remove(seq)) {
      reordered++;
    } else {
      duplicates++;
    }
  }

  private void remember(long seq) {
    for (long hole = next; hole < seq; hole++) {
      if (missing.size() < MAX_REMEMBERED) {
        missing.add(hole);
      } else {
        forgotten += seq - hole;
        break;
      }
    }
    next = seq + 1;
  }

  /** The highest seen. */
  public long last() {
    return next - 1;
  }

  /** How many were seen twice. */
  public long duplicates() {
    return duplicates;
  }

  /** How many came after a higher one. */
  public long reordered() {
    return reordered;
  }

  /** How many below the highest have not come. */
  public long missing() {
    return missing.size() + forgotten;
  }
}
