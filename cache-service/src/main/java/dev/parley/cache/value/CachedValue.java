package dev.parley.cache.value;

import dev.parley.contracts.command.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A value as it is kept: a line that says what it was written with, and then its bytes.
 *
 * @param version new with every write
 * @param namespaceVersion of the namespace when it was written
 * @param tags the tags that it has, with their versions when it was written
 * @param contentType what its bytes are
 * @param body the bytes; not to be changed
 * @param isCut whether there are more bytes than these, because no more were asked for
 */
record CachedValue(
    String version,
    String namespaceVersion,
    Map<String, String> tags,
    String contentType,
    byte[] body,
    boolean isCut) {

  /** No first line has more bytes. */
  static final int MAX_HEADER = 2048;

  static final String JSON = "application/json";

  private static final char FIELD = '|';
  private static final int MAX_CONTENT_TYPE = 128;
  private static final String NAME = "[A-Za-z0-9!#$&^_.+-]+";

  /** RFC 9110, without what nobody has in practice. */
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(NAME + "/" + NAME + "( ?; ?" + NAME + "=[A-Za-z0-9!#$&^_.+:-]+)*");

  static String contentType(String field, String value) {
    if (value.length() > MAX_CONTENT_TYPE || !CONTENT_TYPE.matcher(value).matches()) {
      throw new InvalidFieldException(
          field, "must be a media type of at most " + MAX_CONTENT_TYPE + " characters");
    }
    return value;
  }

  /** Whether its bytes are one JSON value. */
  boolean isJson() {
    return isJson(contentType);
  }

  static boolean isJson(String contentType) {
    return contentType.equals(JSON) || contentType.startsWith(JSON + ";");
  }

  byte[] encode() {
    StringBuilder line = new StringBuilder(128);
    line.append(version).append(FIELD).append(namespaceVersion).append(FIELD).append(contentType);
    line.append(FIELD);
    tags.forEach((tag, at) -> line.append(tag).append('=').append(at).append(','));
    byte[] header = line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, all, header.length, body.length);
    return all;
  }

  /**
   * What {@link #encode} has made.
   *
   * @param all perhaps only its beginning, but all of the first line
   * @return null for what is no such thing
   */
  static CachedValue decode(byte[] all, boolean isCut) {
    int end = 0;
    while (end < all.length && all[end] != '\n') {
      end++;
    }
    String[] fields = new String(all, 0, end, StandardCharsets.US_ASCII).split("\\|", -1);
    if (end == all.length || fields.length != 4) {
      return null;
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : fields[3].split(",", -1)) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        tags.put(tag.substring(0, equals), tag.substring(equals + 1));
      }
    }
    byte[] body = Arrays.copyOfRange(all, end + 1, all.length);
    return new CachedValue(fields[0], fields[1], tags, fields[2], body, isCut);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CachedValue that
        && version.equals(that.version)
        && namespaceVersion.equals(that.namespaceVersion)
        && tags.equals(that.tags)
        && contentType.equals(that.contentType)
        && isCut == that.isCut
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(version, namespaceVersion, tags, contentType, isCut, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "CachedValue[" + version + ", " + body.length + " bytes]";
  }
}
