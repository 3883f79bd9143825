package dev.parley.contracts.reply;

import dev.parley.contracts.view.MessageView;
import java.util.List;

/**
 * Answer to {@code history}: messages in the order of the conversation, without holes.
 *
 * @param moreBefore whether there are older ones
 * @param moreAfter whether there are newer ones
 * @param firstSeq the first message that is still there, when older ones have expired; null when
 *     none has
 */
public record HistoryPage(
    String conversationId,
    List<MessageView> messages,
    boolean moreBefore,
    boolean moreAfter,
    Long firstSeq) {}
