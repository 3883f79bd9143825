package dev.parley.contracts.reply;

import dev.parley.contracts.view.MessageView;
import java.util.List;
import java.util.Map;

/**
 * Answer to {@code sync}.
 *
 * @param messages what is missing, in the order of each conversation, without holes from the
 *     caller's position on, or from {@code firstSeqs} where that is later
 * @param positions conversation to the last seq that the caller has with these messages
 * @param more conversations that have yet more: ask again with {@code positions}
 * @param added conversations of the caller that it did not name, with their last message, bounded;
 *     {@code conversation:list} has them all
 * @param gone conversations that it named and is not, or no longer, a member of
 * @param firstSeqs of the conversations that it named, those whose oldest messages have expired, to
 *     the first message that is still there (or the next one to come): the caller forgets what is
 *     before; null for none
 */
public record SyncPage(
    List<MessageView> messages,
    Map<String, Long> positions,
    List<String> more,
    List<MyConversation> added,
    List<String> gone,
    Map<String, Long> firstSeqs) {}
