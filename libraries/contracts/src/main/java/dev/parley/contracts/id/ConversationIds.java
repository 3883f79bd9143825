package dev.parley.contracts.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How conversations are named. */
public final class ConversationIds {

  private static final int DIGEST_BYTES = 15;

  private ConversationIds() {}

  /**
   * The id of the direct conversation of two users, the same whoever asks: {@code d-} and the first
   * 120 bits of the SHA-256 of both ids in order, each with its length before it, as base64url. So
   * the pair is unique by its primary key, and creating it travels the partition of its messages.
   */
  public static String direct(String oneUser, String otherUser) {
    boolean inOrder = oneUser.compareTo(otherUser) <= 0;
    String first = inOrder ? oneUser : otherUser;
    String second = inOrder ? otherUser : oneUser;
    return "d-" + digest(first, second);
  }

  /**
   * The id of a group or channel, the same for every retry of its creation: {@code c-} and the same
   * digest of the creator and the creation's idempotency key.
   */
  public static String created(String creator, String clientConversationId) {
    return "c-" + digest(creator, clientConversationId);
  }

  private static String digest(String first, String second) {
    String pair = first.length() + ":" + first + second.length() + ":" + second;
    byte[] digest = sha256().digest(pair.getBytes(StandardCharsets.UTF_8));
    byte[] head = new byte[DIGEST_BYTES];
    System.arraycopy(digest, 0, head, 0, DIGEST_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(head);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
