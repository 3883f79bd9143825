package dev.parley.benchmark;

import java.nio.charset.StandardCharsets;

/** Finding fields in frames of a known form without parsing them. */
final class Scan {

  private Scan() {}

  static byte[] pattern(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where what follows the first {@code pattern} starts; -1 when it is not there. */
  static int after(byte[] in, int length, byte[] pattern) {
    byte first = pattern[0];
    int last = length - pattern.length;
    for (int i = 0; i <= last; i++) {
      if (in[i] == first && matches(in, i, pattern)) {
        return i + pattern.length;
      }
    }
    return -1;
  }

  /** Whether it goes on with that there. */
  static boolean startsWith(byte[] in, int length, int at, byte[] pattern) {
    return at + pattern.length <= length && in[at] == pattern[0] && matches(in, at, pattern);
  }

  /** The whole number that starts there; -1 when none does. */
  static long number(byte[] in, int length, int at) {
    long value = -1;
    for (int i = at; i >= 0 && i < length && in[i] >= '0' && in[i] <= '9'; i++) {
      value = Math.max(value, 0) * 10 + in[i] - '0';
    }
    return value;
  }

  /** The text that starts there, up to the next quote. */
  static String text(byte[] in, int length, int at) {
    int end = at;
    while (end < length && in[end] != '"') {
      end++;
    }
    return new String(in, at, end - at, StandardCharsets.UTF_8);
  }

  /** Writes a number in decimal and returns the position behind it. */
  static int write(byte[] to, int at, long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }

  private static boolean matches(byte[] in, int at, byte[] pattern) {
    for (int i = 1; i < pattern.length; i++) {
      if (in[at + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }
}
