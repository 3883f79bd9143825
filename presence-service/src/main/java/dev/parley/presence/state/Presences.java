package dev.parley.presence.state;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Where presence is read. Safe from any thread. */
public interface Presences {

  /**
   * Looks up users: one round trip per slot of a Redis Cluster, one in all otherwise.
   *
   * @return one for each, {@link Presence#UNKNOWN} for those of whom nothing is known; fails when
   *     Redis cannot be reached
   */
  Uni<Map<String, Presence>> find(Collection<String> users);

  /** How many users have a connection, in all and by node. */
  Uni<Online> online();

  /**
   * @param total users with a connection
   * @param byNode node to how many users have one there: who is at two nodes counts at both
   */
  record Online(long total, Map<String, Long> byNode) {}
}
