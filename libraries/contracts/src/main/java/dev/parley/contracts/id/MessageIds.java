package dev.parley.contracts.id;

import dev.parley.contracts.command.Check;

/** How messages are named: {@code <conversationId>:<seq>}. */
public final class MessageIds {

  private static final int PRIMARY_KEY_DIGITS = 12;

  /** The largest seq that a primary key has digits for. */
  public static final long MAX_SEQ = 999_999_999_999L;

  private MessageIds() {}

  /** Whether it is what {@link #of} makes. */
  public static boolean isMessageId(String messageId) {
    int colon = messageId == null ? -1 : messageId.indexOf(':');
    int digits = colon < 0 ? 0 : messageId.length() - colon - 1;
    if (digits < 1 || digits > PRIMARY_KEY_DIGITS || messageId.charAt(colon + 1) == '0') {
      return false;
    }
    for (int i = colon + 1; i < messageId.length(); i++) {
      if (messageId.charAt(i) < '0' || messageId.charAt(i) > '9') {
        return false;
      }
    }
    return Check.isId(messageId.substring(0, colon));
  }

  /** The conversation of a message id. */
  public static String conversationOf(String messageId) {
    return messageId.substring(0, messageId.indexOf(':'));
  }

  /** The place that a message id names. */
  public static long seqOf(String messageId) {
    return Long.parseLong(messageId, messageId.indexOf(':') + 1, messageId.length(), 10);
  }

  /** What clients see: {@code c1:17}. */
  public static String of(String conversationId, long seq) {
    return conversationId + ":" + seq;
  }

  /**
   * What MongoDB has as {@code _id}: the same with {@code seq} padded to 12 digits, so that the
   * order of the keys is the order of the conversation.
   */
  public static String primaryKey(String conversationId, long seq) {
    String digits = Long.toString(seq);
    StringBuilder key = new StringBuilder(conversationId.length() + 1 + PRIMARY_KEY_DIGITS);
    key.append(conversationId).append(':');
    key.append("0".repeat(Math.max(0, PRIMARY_KEY_DIGITS - digits.length())));
    return key.append(digits).toString();
  }
}
