package dev.parley.messages.message;

import java.time.Instant;

/** What a send has become: the part of the stored message that its acknowledgement tells. */
public record SentAs(long seq, Instant sentAt) {

  public static SentAs of(StoredMessage message) {
    return new SentAs(message.seq(), message.sentAt());
  }
}
