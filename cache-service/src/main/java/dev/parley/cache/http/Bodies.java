package dev.parley.cache.http;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.json.StrictJson;
import dev.parley.service.RefusedException;
import java.util.Map;

/** What requests bring. */
public final class Bodies {

  /** Bytes of a body: room for everything that its fields may have. */
  public static final int MAX = 16 * 1024;

  /** Bytes of JSON that an application may have kept with what is its own. */
  public static final int MAX_DATA = 4 * 1024;

  private static final byte[] EMPTY = {'{', '}'};

  @SuppressWarnings("rawtypes")
  private static final StrictJson<Map> DATA = StrictJson.of(Map.class);

  private Bodies() {}

  /** Reads a body of at most {@link #MAX} bytes. */
  public static <T> T read(StrictJson<T> form, byte[] body) {
    return read(form, body, MAX);
  }

  /**
   * Reads a body.
   *
   * @param body null or empty is taken for an object without fields
   * @throws RefusedException unread, when it has more than {@code max} bytes
   * @throws InvalidFieldException naming the field that is of the wrong form
   */
  public static <T> T read(StrictJson<T> form, byte[] body, int max) {
    if (body != null && body.length > max) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE, "the body must have at most " + max + " bytes");
    }
    return form.read(body == null || body.length == 0 ? EMPTY : body);
  }

  /** Reads a body that only {@code quarkus.http.limits.max-body-size} bounds. */
  public static <T> T readLarge(StrictJson<T> form, byte[] body) {
    return read(form, body, Integer.MAX_VALUE);
  }

  /** The application's own data as it is kept; empty for none, at most {@link #MAX_DATA} bytes. */
  public static String data(Map<String, Object> data) {
    if (data == null) {
      return "";
    }
    Check.json("data", data, MAX_DATA);
    return DATA.write(data).text();
  }

  /** A number of seconds, 1 to {@code max}; a default where there is none. */
  public static long seconds(String field, Long value, long max, long otherwise) {
    Check.seconds(field, value, max);
    return value == null ? otherwise : value;
  }
}
