package dev.parley.messages.uplink;

import dev.parley.messages.conversation.Conversations;
import dev.parley.messages.conversation.LastMessageWriter;
import dev.parley.messages.conversation.PositionWriter;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.schedule.ScheduleRepository;

/**
 * What a batch is stored with.
 *
 * @param maxConflicts how often one batch may meet somebody else's write before it fails
 */
record Storage(
    Conversations conversations,
    MessageRepository messages,
    RecentSends recent,
    LastMessageWriter lastMessages,
    PositionWriter positions,
    ScheduleRepository scheduled,
    int maxConflicts) {}
