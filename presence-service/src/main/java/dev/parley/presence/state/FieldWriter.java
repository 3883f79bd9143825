package dev.parley.presence.state;

import java.nio.charset.StandardCharsets;

/** Writes what {@link FieldReader} reads. Not thread-safe. */
final class FieldWriter {

  private final StringBuilder out = new StringBuilder(192);

  /** Commas to be written if another value of the field takes room. */
  private int commas;

  /** Begins a field. */
  FieldWriter begin(char letter) {
    out.append(letter);
    return this;
  }

  /** The next value of the field; 0 takes no room. */
  FieldWriter number(long value) {
    if (value != 0) {
      separate();
      out.append(value);
    }
    commas++;
    return this;
  }

  /** The next value of the field; what is empty takes no room. */
  FieldWriter text(String value) {
    if (!value.isEmpty()) {
      separate();
      escape(value);
    }
    commas++;
    return this;
  }

  /** Ends the field. */
  FieldWriter end() {
    out.append((char) FieldReader.END);
    commas = 0;
    return this;
  }

  byte[] toBytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void separate() {
    for (; commas > 0; commas--) {
      out.append((char) FieldReader.COMMA);
    }
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == FieldReader.END || c == FieldReader.COMMA || c == FieldReader.ESCAPE) {
        out.append((char) FieldReader.ESCAPE);
      }
      out.append(c);
    }
  }
}
