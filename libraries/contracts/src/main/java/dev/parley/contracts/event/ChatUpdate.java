package dev.parley.contracts.event;

import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MemberView;
import java.time.Instant;
import java.util.List;

/**
 * {@code chat:update}: a conversation or its members have changed. Those who were removed get it
 * too.
 *
 * @param change what has happened, see {@link ConversationChange}
 * @param by who did it
 * @param conversation as it is now; of two, the one with the higher revision is newer
 * @param members those who are new or have another role now, or who are gone ({@code role} null)
 */
public record ChatUpdate(
    String conversationId,
    String change,
    String by,
    ConversationView conversation,
    List<MemberView> members,
    Instant at) {}
