package dev.parley.messages.command;

import java.time.Instant;
import java.util.List;

/**
 * A stored fact that the members of a conversation and the followers of the events are told.
 *
 * @param event name of the event, such as {@code message:new}
 * @param id names the fact: telling it again, after a crash, has the same id
 * @param conversationId which conversation it is about
 * @param members who is told
 * @param time when it happened
 * @param payload the event's record of the contracts
 */
public record Announcement(
    String event,
    String id,
    String conversationId,
    List<String> members,
    Instant time,
    Object payload) {}
