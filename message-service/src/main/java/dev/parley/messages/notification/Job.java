package dev.parley.messages.notification;

import java.util.Objects;

/**
 * Somebody may have to be notified of messages, unless they are read before. On its way it is JSON.
 *
 * @param way by which: {@link Way#name()}
 * @param fromSeq the first message that it is about
 * @param toSeq the last one
 * @param onlyMentions whether only messages that mention the user count
 */
record Job(
    String conversationId,
    String userId,
    String way,
    long fromSeq,
    long toSeq,
    boolean onlyMentions) {

  /**
   * Checks what came from Redis.
   *
   * @throws NullPointerException when something is missing
   */
  Job {
    Objects.requireNonNull(conversationId, "conversationId");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(way, "way");
  }

  /** Jobs of one key are done one after the other, and one notification can do for all of them. */
  String key() {
    return StoredNotification.idOf(conversationId, userId, way);
  }

  /** Both as one; they have the same key. */
  Job and(Job other) {
    return new Job(
        conversationId,
        userId,
        way,
        Math.min(fromSeq, other.fromSeq),
        Math.max(toSeq, other.toSeq),
        onlyMentions && other.onlyMentions);
  }
}
