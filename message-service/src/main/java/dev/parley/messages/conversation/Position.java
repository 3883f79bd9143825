package dev.parley.messages.conversation;

/**
 * How far a member is. Both only grow, and what is read is delivered.
 *
 * @param readSeq up to where the user has read; 0 for nothing
 * @param deliveredSeq up to where a device of the user has got the messages
 */
public record Position(long readSeq, long deliveredSeq) {

  public static final Position NONE = new Position(0, 0);

  /** A position of which everything is read. */
  public static Position read(long seq) {
    return new Position(seq, seq);
  }

  /** The further one of both, each by itself. */
  public Position max(Position other) {
    return new Position(
        Math.max(readSeq, other.readSeq), Math.max(deliveredSeq, other.deliveredSeq));
  }
}
