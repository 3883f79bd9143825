package dev.parley.contracts.command;

import java.util.List;

/**
 * What a message says.
 *
 * @param type {@code text}; {@code image}, {@code file}, {@code audio}; {@code location}; {@code
 *     system}, which only the server makes
 * @param text 1 to {@link #MAX_TEXT_BYTES} bytes of UTF-8; with an attachment a caption, which may
 *     be null
 * @param attachment what an image, a file or a sound is; it is stored elsewhere
 * @param location a place
 * @param system what has happened in the conversation
 */
public record Content(
    String type, String text, Attachment attachment, Location location, SystemNote system) {

  public static final String TEXT = "text";
  public static final String IMAGE = "image";
  public static final String FILE = "file";
  public static final String AUDIO = "audio";
  public static final String LOCATION = "location";
  public static final String SYSTEM = "system";

  /** Upper bound of a text, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 8 * 1024;

  /**
   * Something that is stored elsewhere.
   *
   * @param url where it is: an absolute {@code http(s)} URL
   * @param name what it is called, up to {@value #MAX_NAME_BYTES} bytes; null for nothing
   * @param mimeType such as {@code image/png}; null when unknown
   * @param size in bytes; null when unknown
   */
  public record Attachment(String url, String name, String mimeType, Long size) {

    public static final int MAX_NAME_BYTES = 256;
    public static final int MAX_MIME_TYPE_BYTES = 128;

    void check(String field) {
      Check.url(field + ".url", url);
      Check.optionalText(field + ".name", name, MAX_NAME_BYTES);
      Check.optionalText(field + ".mimeType", mimeType, MAX_MIME_TYPE_BYTES);
      if (size != null && size < 0) {
        throw new InvalidFieldException(field + ".size", "must not be negative");
      }
    }
  }

  /**
   * A place on earth (WGS 84).
   *
   * @param latitude degrees, -90 to 90
   * @param longitude degrees, -180 to 180
   * @param name what it is called; null for nothing
   */
  public record Location(Double latitude, Double longitude, String name) {

    void check(String field) {
      Check.range(field + ".latitude", latitude, -90, 90);
      Check.range(field + ".longitude", longitude, -180, 180);
      Check.optionalText(field + ".name", name, Attachment.MAX_NAME_BYTES);
    }
  }

  /**
   * What has happened in the conversation.
   *
   * @param change one of {@code ConversationChange}'s
   * @param userIds whom it concerns; null for nobody
   */
  public record SystemNote(String change, List<String> userIds) {}

  public static Content text(String text) {
    return new Content(TEXT, text, null, null, null);
  }

  /** A message of the server's own. */
  public static Content system(String change, List<String> userIds) {
    return new Content(SYSTEM, null, null, null, new SystemNote(change, userIds));
  }

  /** Checks what a client may send. */
  void check(String field) {
    Check.oneOf(field + ".type", type, TEXT, IMAGE, FILE, AUDIO, LOCATION);
    boolean attaches = type.equals(IMAGE) || type.equals(FILE) || type.equals(AUDIO);
    String with = "with type " + type;
    if (type.equals(TEXT)) {
      Check.text(field + ".text", text, MAX_TEXT_BYTES);
    } else {
      Check.optionalText(field + ".text", text, MAX_TEXT_BYTES);
    }
    if (attaches) {
      Check.present(field + ".attachment", attachment);
      attachment.check(field + ".attachment");
    } else {
      Check.absent(field + ".attachment", attachment, with);
    }
    if (type.equals(LOCATION)) {
      Check.present(field + ".location", location);
      location.check(field + ".location");
    } else {
      Check.absent(field + ".location", location, with);
    }
    Check.absent(field + ".system", system, with);
  }
}
