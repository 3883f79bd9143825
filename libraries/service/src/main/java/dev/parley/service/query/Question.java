package dev.parley.service.query;

import dev.parley.contracts.envelope.Envelope;
import io.smallrye.mutiny.Uni;

/**
 * An entry of the query stream that could be read.
 *
 * @param envelope has somebody to answer
 * @param answer looks the answer up when it is subscribed to
 */
public record Question(Envelope envelope, Uni<?> answer) {}
