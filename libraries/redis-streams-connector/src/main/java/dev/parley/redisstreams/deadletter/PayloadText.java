package dev.parley.redisstreams.deadletter;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes of unknown meaning, made fit for a terminal. */
final class PayloadText {

  private static final int BYTES_A_LINE = 32;

  private PayloadText() {}

  /**
   * The bytes as text, when they are UTF-8 without control characters (line ends and tabs aside).
   *
   * @param cut whether these are the beginning of more: the last character may then be incomplete
   */
  static Optional<String> text(Buffer bytes, boolean cut) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length() + 1);
    if (decoder.decode(ByteBuffer.wrap(bytes.getBytes()), text, !cut).isError()) {
      return Optional.empty();
    }
    String decoded = text.flip().toString();
    return decoded.chars().allMatch(PayloadText::isPrintable)
        ? Optional.of(decoded)
        : Optional.empty();
  }

  static String hex(Buffer bytes) {
    return HexFormat.of().formatHex(bytes.getBytes());
  }

  /** Hexadecimal, {@value #BYTES_A_LINE} bytes a line. */
  static String hexLines(Buffer bytes) {
    return hex(bytes).replaceAll("(.{" + BYTES_A_LINE * 2 + "})(?=.)", "$1\n");
  }

  /** One line of at most {@code max} characters that no terminal takes for a command. */
  static String line(String text, int max) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(max + 1L)
        .map(c -> Character.isISOControl(c) || isFormat(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    if (line.codePointCount(0, line.length()) <= max) {
      return line.toString();
    }
    return line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
  }

  private static boolean isPrintable(int c) {
    return c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c) && !isFormat(c);
  }

  /** Characters that change the direction of what follows, and the like. */
  private static boolean isFormat(int c) {
    return Character.getType(c) == Character.FORMAT;
  }
}
