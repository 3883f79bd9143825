package dev.parley.contracts.reply;

import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import java.util.List;

/**
 * A conversation as one of its members has it.
 *
 * @param memberIds of a direct conversation both users; null for the others
 * @param role the caller's; null for one who looks at a channel from outside
 * @param readSeq up to where the caller has read
 * @param unread how many messages are beyond; those that have expired do not count
 * @param pinned whether it stands before the others in the caller's list
 * @param lastMessage null when there is none, or it has expired
 */
public record MyConversation(
    ConversationView conversation,
    List<String> memberIds,
    String role,
    long readSeq,
    long deliveredSeq,
    long unread,
    boolean muted,
    boolean archived,
    boolean pinned,
    MessageView lastMessage) {}
