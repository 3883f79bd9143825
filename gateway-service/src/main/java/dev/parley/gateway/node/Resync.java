package dev.parley.gateway.node;

import io.smallrye.mutiny.Uni;

/** Tells all sessions that they may have missed something. */
public interface Resync {

  /** Completes when all were told. */
  Uni<Void> all();
}
