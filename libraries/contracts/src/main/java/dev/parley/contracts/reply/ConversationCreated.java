package dev.parley.contracts.reply;

import dev.parley.contracts.view.ConversationView;
import java.time.Instant;
import java.util.List;

/**
 * Answer to {@code conversation:create}; also the payload of the event {@code
 * conversation:created}.
 *
 * @param memberIds all members, the caller included
 * @param created false when it was there before
 * @param conversation what it shows of itself
 */
public record ConversationCreated(
    String conversationId,
    String type,
    List<String> memberIds,
    Instant createdAt,
    boolean created,
    ConversationView conversation) {}
