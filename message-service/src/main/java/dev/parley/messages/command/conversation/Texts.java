package dev.parley.messages.command.conversation;

/** Texts that may be absent. */
final class Texts {

  private Texts() {}

  static String nullIfEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** What a change of a text comes to: null leaves it, an empty one removes it. */
  static String changed(String before, String change) {
    return change == null ? before : nullIfEmpty(change);
  }
}
