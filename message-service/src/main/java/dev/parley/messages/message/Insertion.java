package dev.parley.messages.message;

/**
 * How far an ordered insert of several messages came.
 *
 * @param stored how many are stored: the first ones, for good
 * @param end why it went no further
 */
public record Insertion(int stored, End end) {

  /** Why an insert ended. */
  public enum End {
    /** All are stored. */
    COMPLETE,
    /** The next message's primary key or send key is there already. */
    DUPLICATE,
    /** MongoDB will never take the next message (too large, refused by a validator). */
    UNACCEPTABLE
  }
}
