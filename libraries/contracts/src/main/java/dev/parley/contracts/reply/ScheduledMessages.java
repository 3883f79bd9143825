package dev.parley.contracts.reply;

import dev.parley.contracts.view.ScheduledView;
import java.util.List;

/** Answer to {@code message:scheduled}: the soonest first. */
public record ScheduledMessages(String conversationId, List<ScheduledView> messages) {}
