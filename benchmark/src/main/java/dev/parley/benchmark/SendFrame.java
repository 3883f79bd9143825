package dev.parley.benchmark;

import java.nio.charset.StandardCharsets;

/**
 * The request {@code message:send} of one user into one conversation, ready but for the number of
 * the message, which is its request id and the last part of its client's message id.
 */
final class SendFrame {

  /** 64 bytes. */
  private static final String TEXT =
      "The quick brown fox jumps over the lazy dog, and then once more.";

  private final byte[] head;
  private final byte[] middle;
  private final byte[] tail;

  /**
   * A request to be.
   *
   * @param beforeId what the protocol has before the request id
   * @param afterId what it has between that and the message, a JSON object
   * @param end what it has after the message
   */
  SendFrame(String beforeId, String afterId, int user, String conversationId, String end) {
    head = bytes(beforeId);
    middle =
        bytes(
            afterId
                + "{\"conversationId\":\""
                + conversationId
                + "\",\"clientMessageId\":\""
                + user
                + "-");
    tail = bytes("\",\"content\":{\"type\":\"text\",\"text\":\"" + TEXT + "\"}}" + end);
  }

  /** Writes it to the beginning of {@code out}; returns its length. */
  int write(byte[] out, long message) {
    int at = copy(head, out, 0);
    at = Scan.write(out, at, message);
    at = copy(middle, out, at);
    at = Scan.write(out, at, message);
    return copy(tail, out, at);
  }

  private static int copy(byte[] part, byte[] out, int at) {
    System.arraycopy(part, 0, out, at, part.length);
    return at + part.length;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
