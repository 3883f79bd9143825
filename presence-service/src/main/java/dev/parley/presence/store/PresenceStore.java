package dev.parley.presence.store;

import dev.parley.presence.state.Presences;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Set;

/**
 * Where presence is kept. A user is changed by one writer at a time; should there be two, one of
 * them fails. Safe from any thread.
 */
public interface PresenceStore extends Presences {

  /**
   * Stores changes, each for itself as a whole, in one round trip per slot of a Redis Cluster, one
   * in all otherwise. A change whose user has another revision than it was read with is not stored.
   * Storing the same again does no harm.
   *
   * @param changes one per user
   * @return the users whose changes were not stored; fails when Redis cannot be reached, and then
   *     each may be stored or not
   */
  Uni<Set<String>> write(Collection<Change> changes);
}
