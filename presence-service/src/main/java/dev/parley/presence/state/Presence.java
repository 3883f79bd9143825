package dev.parley.presence.state;

import java.util.List;
import java.util.Map;

/**
 * All that is known of a user's presence. Immutable. Times are the Redis server's, in milliseconds
 * since 1970, but those of connections, which are their gateway's.
 *
 * @param revision grows with every change; 0 for a user who was never here. Follows the time, so
 *     that it goes on growing when Redis was lost
 * @param nodes the connections by node, the node that was heard of last at the end; without
 *     connections where a node has none any more
 * @param away whether the client is idle on all connections, or was when the last one went
 * @param choice what the user has chosen; null for nothing
 * @param goneAt since when there is no connection; 0 while there is one, or never was
 * @param offline whether the grace time has passed without a connection
 * @param seenAt when others saw the user last as something else than offline; 0 for never
 * @param shownRevision of the last change that others could see
 * @param toldRevision the {@code shownRevision} of which watchers were told last
 * @param toldAt when that was
 */
public record Presence(
    long revision,
    Map<String, AtNode> nodes,
    boolean away,
    Choice choice,
    long goneAt,
    boolean offline,
    long seenAt,
    long shownRevision,
    long toldRevision,
    long toldAt) {

  /** Of whom nothing is known. */
  public static final Presence UNKNOWN =
      new Presence(0, Map.of(), false, null, 0, true, 0, 0, 0, 0);

  /**
   * A user's connections at a node.
   *
   * @param number of the signal that said so
   */
  public record AtNode(long number, List<Connection> connections) {}

  /**
   * A connection.
   *
   * @param idleSince when the client was last active; 0 while it is active
   */
  public record Connection(String session, String device, long since, long idleSince) {}

  /**
   * What a user has chosen.
   *
   * @param status one of {@code PresenceStatus.CHOICES}
   * @param text null for none
   * @param until when it is over; 0 for never
   */
  public record Choice(String status, String text, long until) {}

  /** Whether the user has a connection anywhere. */
  public boolean isConnected() {
    for (AtNode node : nodes.values()) {
      if (!node.connections().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the user has a connection there. */
  public boolean isAt(String node) {
    AtNode there = nodes.get(node);
    return there != null && !there.connections().isEmpty();
  }

  /** Whether watchers were not told yet of a change that others can see. */
  public boolean isUntold() {
    return shownRevision > toldRevision;
  }

  /** The same with another revision: what is stored under it cannot be read. */
  public Presence at(long otherRevision) {
    return withRevision(otherRevision, shownRevision);
  }

  Presence withNodes(Map<String, AtNode> nodes, boolean away, long goneAt, boolean offline) {
    return new Presence(
        revision,
        nodes,
        away,
        choice,
        goneAt,
        offline,
        seenAt,
        shownRevision,
        toldRevision,
        toldAt);
  }

  Presence withChoice(Choice choice) {
    return new Presence(
        revision,
        nodes,
        away,
        choice,
        goneAt,
        offline,
        seenAt,
        shownRevision,
        toldRevision,
        toldAt);
  }

  Presence withSeenAt(long seenAt) {
    return new Presence(
        revision,
        nodes,
        away,
        choice,
        goneAt,
        offline,
        seenAt,
        shownRevision,
        toldRevision,
        toldAt);
  }

  Presence withRevision(long revision, long shownRevision) {
    return new Presence(
        revision,
        nodes,
        away,
        choice,
        goneAt,
        offline,
        seenAt,
        shownRevision,
        toldRevision,
        toldAt);
  }

  Presence withTold(long toldRevision, long toldAt) {
    return new Presence(
        revision,
        nodes,
        away,
        choice,
        goneAt,
        offline,
        seenAt,
        shownRevision,
        toldRevision,
        toldAt);
  }
}
