package dev.parley.contracts.id;

import java.util.concurrent.ThreadLocalRandom;

/** Random ids: unique, not secret. */
public final class Ids {

  private static final char[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

  /** 16 digits to base 62: 95 bits. */
  private static final int LENGTH = 16;

  private Ids() {}

  /** A new id of 16 letters and digits, about 95 random bits. */
  public static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    char[] id = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      id[i] = DIGITS[random.nextInt(DIGITS.length)];
    }
    return new String(id);
  }
}
