package dev.parley.messages.message;

/** What names one send among all: a retry has the same one. Unique in the stored messages. */
public record SendKey(String conversationId, String senderId, String clientMessageId) {}
