package dev.parley.messages.conversation;

import java.time.Instant;
import java.util.List;

/**
 * What a conversation shows of itself and can be changed.
 *
 * @param metadata the application's own, as JSON text; null for none
 * @param deletedAt when it was deleted; null when it was not
 * @param pinned places of the pinned messages, in the order in which they were pinned
 * @param retentionDays how long its messages are kept at most; null for as long as all others
 * @param firstSeq the first message that is still there: the ones before have expired
 */
public record Details(
    String title,
    String avatarUrl,
    String metadata,
    Instant deletedAt,
    List<Long> pinned,
    Integer retentionDays,
    long firstSeq) {

  public static final Details NONE = new Details(null, null, null, null, List.of(), null, 1);

  public Details deleted(Instant at) {
    return new Details(title, avatarUrl, metadata, at, pinned, retentionDays, firstSeq);
  }

  public Details withPinned(List<Long> other) {
    return new Details(
        title, avatarUrl, metadata, deletedAt, List.copyOf(other), retentionDays, firstSeq);
  }

  /** The same when all messages before this one have expired. */
  public Details expired(long first) {
    List<Long> left = pinned.stream().filter(seq -> seq >= first).toList();
    return new Details(title, avatarUrl, metadata, deletedAt, left, retentionDays, first);
  }

  /** Whether a message has expired. */
  public boolean hasExpired(long seq) {
    return seq < firstSeq;
  }

  /** How many messages a member has not read who is that far. */
  public long unread(long lastSeq, long readSeq) {
    return unread(firstSeq, lastSeq, readSeq);
  }

  static long unread(long firstSeq, long lastSeq, long readSeq) {
    return Math.max(0, lastSeq - Math.max(readSeq, firstSeq - 1));
  }
}
