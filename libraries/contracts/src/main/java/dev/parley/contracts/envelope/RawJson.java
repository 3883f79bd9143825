package dev.parley.contracts.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One JSON value as the UTF-8 bytes it travels in, not parsed. What only passes through a service
 * is carried as this, so that it is encoded once, where it is made, and decoded once, where it is
 * used.
 *
 * <p>The bytes are not copied: whoever hands them over no longer changes them.
 */
public final class RawJson {

  private final byte[] utf8;

  private RawJson(byte[] utf8) {
    this.utf8 = Objects.requireNonNull(utf8);
  }

  /** Takes over {@code utf8}, which must be one JSON value; that is not checked. */
  public static RawJson of(byte[] utf8) {
    return new RawJson(utf8);
  }

  /** The same for a JSON text. */
  public static RawJson of(String json) {
    return new RawJson(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves; not to be changed. */
  public byte[] utf8() {
    return utf8;
  }

  public int length() {
    return utf8.length;
  }

  /** The JSON text. For logs use {@link #toString()}, which does not show what people wrote. */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawJson that && Arrays.equals(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return "RawJson[" + utf8.length + " bytes]";
  }
}
