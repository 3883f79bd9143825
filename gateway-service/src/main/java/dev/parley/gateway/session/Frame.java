package dev.parley.gateway.session;

import java.nio.charset.StandardCharsets;

/**
 * What is sent to a client in one piece, in the words of its wire protocol: encoded once, however
 * many get it. Immutable.
 */
public final class Frame {

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

  private final byte[] utf8;
  private final Kind kind;

  private Frame(byte[] utf8, Kind kind) {
    this.utf8 = utf8;
    this.kind = kind;
  }

  /** Takes over {@code utf8}, which must be UTF-8 and is not changed any more. */
  public static Frame of(byte[] utf8, Kind kind) {
    return new Frame(utf8, kind);
  }

  public static Frame of(String text, Kind kind) {
    return new Frame(text.getBytes(StandardCharsets.UTF_8), kind);
  }

  /** The bytes themselves; not to be changed. */
  public byte[] utf8() {
    return utf8;
  }

  /** Its size; what the bound on outstanding bytes counts. */
  public int length() {
    return utf8.length;
  }

  /** What becomes of it when the client reads too slowly. */
  public Kind kind() {
    return kind;
  }

  /** The same as text. */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Without what people wrote. */
  @Override
  public String toString() {
    return "Frame[" + kind + ", " + utf8.length + " bytes]";
  }
}
