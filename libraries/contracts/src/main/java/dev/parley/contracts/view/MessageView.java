package dev.parley.contracts.view;

import dev.parley.contracts.command.Content;
import java.time.Instant;
import java.util.List;

/**
 * A message as the members see it. What is null is not there.
 *
 * @param messageId {@code <conversationId>:<seq>}
 * @param seq position in the conversation, from 1, without holes
 * @param content null when the message is deleted
 * @param version 1 for what was never changed: a view with a lower one is older
 */
public record MessageView(
    String conversationId,
    String messageId,
    long seq,
    String senderId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    Instant sentAt,
    int version,
    Instant editedAt,
    Instant deletedAt,
    Instant pinnedAt,
    List<ReactionView> reactions) {}
