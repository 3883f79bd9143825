package dev.parley.cache.model;

import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import java.time.Instant;
import java.util.List;

/**
 * What a conversation shows of itself.
 *
 * @param view with the true {@code lastSeq} and {@code firstSeq}; its revision may be lower than
 *     the conversation's by changes that it does not show
 * @param memberIds of a direct conversation both users; null for the others
 * @param activeAt when the last message was sent, or, where there is none, when it was created
 * @param lastMessage null when there is none, or it has expired
 */
public record ConversationModel(
    ConversationView view, List<String> memberIds, Instant activeAt, MessageView lastMessage) {}
