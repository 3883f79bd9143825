package dev.parley.cache.model;

import dev.parley.contracts.view.MessageView;
import java.util.List;

/**
 * The last messages of a conversation, without holes.
 *
 * @param fromSeq the first message that is at hand, or the next one to come when none is; 1 when
 *     all are
 * @param lastSeq the conversation's last message; 0 for none
 * @param messages those of {@code fromSeq} to {@code lastSeq} that were asked for, in order
 */
public record RecentModel(long fromSeq, long lastSeq, List<MessageView> messages) {}
