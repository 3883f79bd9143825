package dev.parley.messages.conversation;

/**
 * The id of a stream entry, {@code <milliseconds>-<sequence>} (Redis, Streams, "Entry IDs"): later
 * entries of a stream have greater ids.
 */
public record EntryId(long millis, long sequence) implements Comparable<EntryId> {

  /** Before every entry. */
  public static final EntryId NONE = new EntryId(0, 0);

  /** Reads {@code 1700000000000-0}; null is {@link #NONE}. */
  public static EntryId of(String text) {
    if (text == null) {
      return NONE;
    }
    int dash = text.indexOf('-');
    return new EntryId(
        Long.parseUnsignedLong(text, 0, dash, 10),
        Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
  }

  @Override
  public int compareTo(EntryId other) {
    int byTime = Long.compareUnsigned(millis, other.millis);
    return byTime != 0 ? byTime : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
