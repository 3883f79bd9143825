package dev.parley.messages.command;

import java.util.List;

/**
 * What the nodes of a conversation's members have to know: whether these watch it.
 *
 * @param revision of the conversation
 * @param members all of them
 */
public record Watching(
    String conversationId, long revision, List<String> members, boolean watched) {}
