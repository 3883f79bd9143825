package dev.parley.messages.downlink;

import io.smallrye.mutiny.Uni;

/** Port to the event streams. What one thread appends to one partition arrives in that order. */
public interface EventAppender {

  /**
   * Appends one entry, an array of envelopes, to a partition. Completes when Redis has taken it;
   * fails when it is unknown whether it has.
   */
  Uni<Void> append(int partition, byte[] envelopes);
}
