package dev.parley.contracts.event;

import dev.parley.contracts.command.Content;
import java.time.Instant;
import java.util.List;

/**
 * {@code message:new}: a message is stored and has its place.
 *
 * @param messageId {@code <conversationId>:<seq>}
 * @param seq position in the conversation, from 1, without holes
 * @param replyToSeq the message that it answers; null for none
 * @param mentions members whom it names; null for nobody
 * @param sentAt when it was stored, to the millisecond
 */
public record MessageNew(
    String conversationId,
    String messageId,
    long seq,
    String senderId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    Instant sentAt) {}
