package dev.parley.messages.conversation;

import java.time.Instant;

/**
 * What the conversation document tells of its last message. The seq stands first: MongoDB compares
 * documents field by field, so the later message is the greater one.
 */
public record LastMessage(long seq, String senderId, Instant sentAt) {}
