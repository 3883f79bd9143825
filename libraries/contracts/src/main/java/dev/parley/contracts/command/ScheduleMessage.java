package dev.parley.contracts.command;

import java.time.Instant;
import java.util.List;

/**
 * {@code message:schedule}: put a message into a conversation at a later time. It is nobody's but
 * the sender's until then, and has its place in the order then. Answered by {@code
 * MessageScheduled}.
 *
 * @param clientMessageId idempotency key, the same as that of {@link SendMessage}: a retry gets the
 *     first one's answer, and the message is sent under it
 * @param content what it says
 * @param replyToSeq the message that it answers; null for none
 * @param mentions members whom it names, up to {@value SendMessage#MAX_MENTIONS}; null for none
 * @param sendAt when: RFC 3339 with the offset from UTC, such as {@code 2026-12-24T18:00:00Z}
 */
public record ScheduleMessage(
    String conversationId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    String sendAt)
    implements ConversationCommand {

  @Override
  public ScheduleMessage check() {
    new SendMessage(conversationId, clientMessageId, content, replyToSeq, mentions).check();
    Check.time("sendAt", sendAt);
    return this;
  }

  /** {@code sendAt}, to the millisecond. After {@link #check}. */
  public Instant due() {
    return Check.time("sendAt", sendAt);
  }
}
