package dev.parley.presence.state;

import dev.parley.contracts.presence.PresenceStatus;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.state.Presence.AtNode;
import dev.parley.presence.state.Presence.Choice;
import dev.parley.presence.state.Presence.Connection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What becomes of a user's presence: pure functions. What changes nothing gives back the same
 * instance; every change has a higher revision. Times are the Redis server's, in milliseconds since
 * 1970. Immutable, safe from any thread.
 */
@Singleton
public final class PresenceRules {

  /**
   * Nodes without connections whose numbers are remembered, so that a signal that comes late finds
   * a newer one: more than the gateways between which a client moves in a short time.
   */
  static final int EMPTY_NODES = 8;

  private static final long NEVER = Long.MAX_VALUE;

  private final long grace;
  private final long coalesce;

  @Inject
  PresenceRules(PresenceSettings settings) {
    this(settings.grace(), settings.coalesce());
  }

  /**
   * @param grace how long a user without a connection still counts as being here; 0 or more
   * @param coalesce the least time between two changes that watchers are told; 0 or more
   */
  public PresenceRules(Duration grace, Duration coalesce) {
    this.grace = grace.toMillis();
    this.coalesce = coalesce.toMillis();
  }

  /**
   * All the connections that a user has at a node. Changes nothing if the same or a newer signal of
   * that node was here.
   */
  public Presence apply(Presence before, UserConnections signal, long now) {
    AtNode known = before.nodes().get(signal.node());
    if (known != null && signal.number() <= known.number()) {
      return before;
    }
    Map<String, AtNode> nodes = new LinkedHashMap<>(before.nodes());
    nodes.remove(signal.node());
    nodes.put(signal.node(), new AtNode(signal.number(), connections(signal)));
    forgetEmpty(nodes);
    Presence current = asOf(before, now);
    return changed(before, current, withNodes(current, nodes, now), now);
  }

  /** A node has died. Changes nothing if nothing is known of it. */
  public Presence apply(Presence before, NodeGone signal, long now) {
    if (!before.nodes().containsKey(signal.node())) {
      return before;
    }
    Map<String, AtNode> nodes = new LinkedHashMap<>(before.nodes());
    nodes.remove(signal.node());
    long goneAt = signal.since() > 0 ? Math.min(signal.since(), now) : now;
    Presence current = asOf(before, now);
    return changed(before, current, withNodes(current, nodes, goneAt), now);
  }

  /**
   * The user has chosen.
   *
   * @param at when: from then on the choice is valid for as long as it says
   */
  public Presence apply(Presence before, SetPresence wanted, long at, long now) {
    Choice choice = choice(wanted, at);
    if (Objects.equals(before.choice(), choice)) {
      return before;
    }
    Presence current = asOf(before, now);
    return changed(before, current, current.withChoice(choice), now);
  }

  /** What the time has brought: the end of the grace time, the end of what was chosen. */
  public Presence due(Presence before, long now) {
    Presence current = asOf(before, now);
    return changed(before, current, current, now);
  }

  /**
   * Notes that watchers are told what others can see now. Changes nothing if they know, or were
   * told something less than the time to {@code coalesce} ago: then it is due later.
   */
  public Presence tell(Presence before, long now) {
    boolean lately = before.toldAt() <= now && now < before.toldAt() + coalesce;
    if (!before.isUntold() || lately) {
      return before;
    }
    return before
        .withTold(before.shownRevision(), now)
        .withRevision(next(before, now), before.shownRevision());
  }

  /** When something has to be looked at again; 0 for never. */
  public long nextDue(Presence presence) {
    long untold = presence.isUntold() ? presence.toldAt() + coalesce : NEVER;
    long next = Math.min(untold, Math.min(endOfGrace(presence), endOfChoice(presence)));
    return next == NEVER ? 0 : next;
  }

  /** The presence as it is at a time, but for revisions. */
  Presence asOf(Presence presence, long now) {
    long endOfGrace = endOfGrace(presence);
    long endOfChoice = endOfChoice(presence);
    Presence next = presence;
    if (endOfChoice <= now && endOfChoice <= endOfGrace) {
      next = next.withChoice(null);
    }
    if (endOfGrace <= now) {
      next = seen(next, next.withNodes(next.nodes(), next.away(), next.goneAt(), true), now);
    }
    return endOfChoice <= now ? next.withChoice(null) : next;
  }

  private long endOfGrace(Presence presence) {
    return presence.goneAt() > 0 && !presence.offline() ? presence.goneAt() + grace : NEVER;
  }

  private static long endOfChoice(Presence presence) {
    Choice choice = presence.choice();
    return choice != null && choice.until() > 0 ? choice.until() : NEVER;
  }

  /**
   * @param goneAt since when there is no connection, if these leave none
   */
  private Presence withNodes(Presence before, Map<String, AtNode> nodes, long goneAt) {
    Presence next = before.withNodes(Collections.unmodifiableMap(nodes), isAway(nodes), 0, false);
    if (next.isConnected()) {
      return next;
    }
    return before.isConnected()
        ? next.withNodes(next.nodes(), before.away(), goneAt, grace == 0)
        : next.withNodes(next.nodes(), before.away(), before.goneAt(), before.offline());
  }

  private static boolean isAway(Map<String, AtNode> nodes) {
    for (AtNode node : nodes.values()) {
      for (Connection connection : node.connections()) {
        if (connection.idleSince() == 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Forgets the nodes without connections that were heard of longest ago. */
  private static void forgetEmpty(Map<String, AtNode> nodes) {
    if (nodes.size() <= EMPTY_NODES) {
      return;
    }
    long empty = nodes.values().stream().filter(node -> node.connections().isEmpty()).count();
    var oldest = nodes.values().iterator();
    while (empty > EMPTY_NODES) {
      if (oldest.next().connections().isEmpty()) {
        oldest.remove();
        empty--;
      }
    }
  }

  private static List<Connection> connections(UserConnections signal) {
    return signal.connections().stream()
        .map(c -> new Connection(c.session(), text(c.device()), c.since(), c.idleSince()))
        .toList();
  }

  private static String text(String device) {
    return device == null ? "" : device;
  }

  private static Choice choice(SetPresence wanted, long at) {
    String status = wanted.status() == null ? PresenceStatus.ONLINE : wanted.status();
    String text = wanted.text() == null || wanted.text().isEmpty() ? null : wanted.text();
    if (text == null && status.equals(PresenceStatus.ONLINE)) {
      return null;
    }
    Long seconds = wanted.expiresInSeconds();
    return new Choice(status, text, seconds == null ? 0 : at + seconds * 1000);
  }

  /**
   * @param before as it was stored
   * @param current what the time has made of it: people may have looked
   */
  private static Presence changed(Presence before, Presence current, Presence after, long now) {
    if (after.equals(before)) {
      return before;
    }
    Presence next = seen(current, after, now);
    Face face = Face.of(before);
    boolean shown = !face.equals(Face.of(current)) || !face.equals(Face.of(next));
    long revision = next(before, now);
    return next.withRevision(revision, shown ? revision : before.shownRevision());
  }

  /** Notes when others have seen the user last. */
  private static Presence seen(Presence before, Presence after, long now) {
    boolean leaves = Face.isHere(before) && !Face.isHere(after);
    return leaves ? after.withSeenAt(after.goneAt() > 0 ? after.goneAt() : now) : after;
  }

  private static long next(Presence before, long now) {
    return Math.max(before.revision() + 1, now);
  }
}
