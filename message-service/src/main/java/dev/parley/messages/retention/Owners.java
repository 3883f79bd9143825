package dev.parley.messages.retention;

import io.smallrye.mutiny.Uni;

/** The owners of the conversations. */
interface Owners {

  /**
   * Has the oldest messages of a conversation expire.
   *
   * @param firstSeq the first message that stays
   * @return what the first message is now, which is stored for good: those before are seen by
   *     nobody any more. Fails when the owner does not say so
   */
  Uni<Long> expire(String conversationId, long firstSeq);
}
