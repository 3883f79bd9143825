package dev.parley.contracts.id;

/** How messages are named: {@code <conversationId>:<seq>}. */
public final class MessageIds {

  private static final int PRIMARY_KEY_DIGITS = 12;

  private MessageIds() {}

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
