package dev.parley.gateway.node;

import io.smallrye.mutiny.Uni;
import java.util.Collection;

/** Tells sessions that they may have missed something. */
public interface Resync {

  /** Tells all sessions of these users; completes when all were told. */
  Uni<Void> of(Collection<String> users);

  /** Tells all sessions; completes when all were told. */
  Uni<Void> all();
}
