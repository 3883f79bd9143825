package dev.parley.gateway.session;

/**
 * What is sent to a client in one piece, in the words of its wire protocol.
 *
 * @param bytes its size, about; what the bound on outstanding bytes counts
 * @param kind what becomes of it when the client reads too slowly
 */
public record Frame(String text, int bytes, Kind kind) {

  /** How much a client misses without a frame. */
  public enum Kind {
    /** The answer to a request, or about the connection itself: never dropped. */
    REPLY,
    /** Something that has happened: dropped when much waits, and asked for again after a resync. */
    EVENT,
    /** What is soon untrue anyway: dropped first, and without a word. */
    TRANSIENT;

    /** The kind of the event of that name. */
    public static Kind ofEvent(String name) {
      return switch (name) {
        case "typing:start", "typing:stop", "user:status" -> TRANSIENT;
        case "ready", "reconnect", "session:revoked" -> REPLY;
        default -> EVENT;
      };
    }
  }
}
