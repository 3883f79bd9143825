package dev.parley.service.http;

import dev.parley.contracts.command.InvalidFieldException;

/** What paths, query strings and headers say: texts that may mean something else. */
public final class Texts {

  private Texts() {}

  /** A number, or null. */
  public static Long number(String field, String text) {
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(field, "must be a whole number of 64 bits");
    }
  }

  /** A small number, or null. */
  public static Integer smallNumber(String field, String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(field, "must be a whole number of 32 bits");
    }
  }

  /** True, false or null. */
  public static Boolean flag(String field, String text) {
    if (text == null) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new InvalidFieldException(field, "must be true or false");
  }

  /**
   * The name of a request that may be repeated: of the header {@code Idempotency-Key}
   * (draft-ietf-httpapi-idempotency-key-header: a structured string, so it may be quoted), or of
   * the body; null for none.
   */
  public static String idempotencyKey(String header, String field, String ofBody) {
    if (header == null) {
      return ofBody;
    }
    boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
    String key = quoted ? header.substring(1, header.length() - 1) : header;
    if (ofBody != null && !ofBody.equals(key)) {
      throw new InvalidFieldException(field, "must be the same as Idempotency-Key, or absent");
    }
    return key;
  }
}
