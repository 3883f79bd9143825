package dev.parley.contracts.command;

/**
 * What a message says.
 *
 * @param type {@code text}, the only type so far
 * @param text 1 to {@link #MAX_TEXT_BYTES} bytes of UTF-8
 */
public record Content(String type, String text) {

  public static final String TEXT = "text";

  /** Upper bound of a text, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 8 * 1024;

  public static Content text(String text) {
    return new Content(TEXT, text);
  }
}
