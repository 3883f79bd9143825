package dev.parley.presence.state;

import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.UserConnections;
import java.util.HashMap;
import java.util.Map;

/**
 * Presence as one would explain it, without a thought of how it is stored: time goes on in steps,
 * and at every step what is over ends.
 */
final class Model {

  private final long grace;
  private final Map<String, UserConnections> nodes = new HashMap<>();
  private String status = "online";
  private String text;
  private long until = Long.MAX_VALUE;
  private boolean idle;
  private long goneAt;
  private boolean offline = true;
  private long seenAt;

  Model(long grace) {
    this.grace = grace;
  }

  /** Says whether it was new. */
  boolean connections(UserConnections signal, long now) {
    goOn(now);
    UserConnections known = nodes.get(signal.node());
    if (known != null && known.number() >= signal.number()) {
      return false;
    }
    boolean was = isConnected();
    nodes.put(signal.node(), signal);
    lookAround(was, now);
    return true;
  }

  void nodeGone(NodeGone gone, long now) {
    goOn(now);
    boolean was = isConnected();
    nodes.remove(gone.node());
    lookAround(was, Math.min(gone.since(), now));
    // It may have been gone for so long that the grace time is over.
    goOn(now);
  }

  void choose(SetPresence wanted, long now) {
    goOn(now);
    boolean wasHere = isHere();
    status = wanted.status() == null ? "online" : wanted.status();
    text = wanted.text();
    until =
        wanted.expiresInSeconds() == null ? Long.MAX_VALUE : now + wanted.expiresInSeconds() * 1000;
    if (wasHere && !isHere()) {
      seenAt = goneAt > 0 ? goneAt : now;
    }
  }

  boolean isConnected() {
    return nodes.values().stream().anyMatch(node -> !node.connections().isEmpty());
  }

  String others(long now) {
    goOn(now);
    return isHere() ? shown() : "offline null";
  }

  String own(long now) {
    goOn(now);
    return offline ? "offline " + text : shown();
  }

  /** 0 while others see the user. */
  long seenAt(long now) {
    goOn(now);
    return isHere() ? 0 : seenAt;
  }

  private String shown() {
    return (status.equals("online") && idle ? "away" : status) + " " + text;
  }

  private boolean isHere() {
    return !offline && !status.equals("invisible");
  }

  private void lookAround(boolean was, long goneSince) {
    if (isConnected()) {
      goneAt = 0;
      offline = false;
      idle =
          nodes.values().stream()
              .flatMap(node -> node.connections().stream())
              .allMatch(connection -> connection.idleSince() > 0);
    } else if (was) {
      goneAt = goneSince;
    }
  }

  /** What ends first ends first. */
  private void goOn(long now) {
    boolean waits = !offline && goneAt > 0;
    if (waits && goneAt + grace <= now && goneAt + grace < until) {
      goOffline();
    }
    if (until <= now) {
      status = "online";
      text = null;
      until = Long.MAX_VALUE;
    }
    if (!offline && goneAt > 0 && goneAt + grace <= now) {
      goOffline();
    }
  }

  private void goOffline() {
    if (isHere()) {
      seenAt = goneAt;
    }
    offline = true;
  }
}
