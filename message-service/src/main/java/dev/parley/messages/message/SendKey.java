package dev.parley.messages.message;

/** What names one send among all: a retry has the same one. Unique in the stored messages. */
public record SendKey(String conversationId, String senderId, String clientMessageId) {

  /** Whether it names a send of the same user to the same conversation. */
  public boolean isOfSameSeat(SendKey other) {
    return conversationId.equals(other.conversationId) && senderId.equals(other.senderId);
  }
}
