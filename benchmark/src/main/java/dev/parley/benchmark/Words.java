package dev.parley.benchmark;

import java.util.List;

/** Options with several words, such as those of a JVM. */
public final class Words {

  private Words() {}

  /** The words of a text, or of another one when it is null; none of a blank one. */
  public static List<String> of(String text, String otherwise) {
    String given = text == null ? otherwise : text.strip();
    return given.isEmpty() ? List.of() : List.of(given.split("\\s+", -1));
  }
}
