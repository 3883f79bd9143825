package dev.parley.contracts.event;

import java.time.Instant;

/**
 * {@code message:unsent}: a scheduled message could not be sent when its time had come, and will
 * not be. Told to its sender only.
 *
 * @param code why: a code of the catalogue of errors
 * @param message the same for a human
 */
public record MessageUnsent(
    String conversationId, String clientMessageId, String code, String message, Instant at) {}
