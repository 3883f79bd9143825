package dev.parley.contracts.view;

import dev.parley.contracts.command.Content;
import java.time.Instant;
import java.util.List;

/**
 * A message that is going to be sent, as its sender sees it.
 *
 * @param replyToSeq the message that it answers; null for none
 * @param mentions members whom it names; null for nobody
 */
public record ScheduledView(
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    Instant sendAt) {}
