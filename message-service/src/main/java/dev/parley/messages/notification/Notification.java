package dev.parley.messages.notification;

import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What one member is told about one conversation: everything that is unread.
 *
 * @param readSeq up to where the member has read, or the messages have expired
 * @param toSeq the conversation's last message
 * @param last the last unread message that concerns the member
 */
record Notification(
    String userId, StoredConversation conversation, long readSeq, long toSeq, StoredMessage last) {

  private static final int DIGEST_BYTES = 15;

  /** How many messages are unread. */
  long unread() {
    return toSeq - readSeq;
  }

  /**
   * The same whenever the member is told of the same last message, so that who gets it twice can
   * tell; letters, digits, {@code -} and {@code _}.
   */
  String id() {
    String about = conversation.id().length() + ":" + conversation.id() + toSeq + ":" + userId;
    byte[] head = new byte[DIGEST_BYTES];
    System.arraycopy(
        sha256().digest(about.getBytes(StandardCharsets.UTF_8)), 0, head, 0, DIGEST_BYTES);
    return "ntf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(head);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
