package dev.parley.gateway.node;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Empties a node that takes no more connections. Every session is told {@code reconnect} with a
 * time of its own, spread evenly over the drain, so that the other nodes are not stormed; who has
 * not left by then is closed as soon as its requests are answered. For one thread.
 */
final class Drain {

  /** Payload of {@code reconnect}. */
  private static final String NAME = "reconnect";

  /** No session gets less than this part of the drain to leave by itself. */
  private static final int FIRST = 4;

  private record Leaving(Session session, long at) {}

  private final Sessions sessions;
  private final LongSupplier clock;
  private final List<Leaving> leaving = new ArrayList<>();
  private final long end;
  private int next;

  /**
   * Tells everybody.
   *
   * @param time over which they leave
   * @param clock in nanoseconds
   */
  Drain(Sessions sessions, Duration time, LongSupplier clock) {
    this.sessions = sessions;
    this.clock = clock;
    long start = clock.getAsLong();
    this.end = start + time.toNanos();
    List<Session> all = List.copyOf(sessions.all());
    long first = time.toNanos() / FIRST;
    for (int i = 0; i < all.size(); i++) {
      long within = first + (long) ((time.toNanos() - first) * ((i + 1.0) / all.size()));
      leaving.add(new Leaving(all.get(i), start + within));
      askToLeave(all.get(i), within / 1_000_000);
    }
  }

  private static void askToLeave(Session session, long withinMillis) {
    RawJson payload = RawJson.of("{\"withinMillis\":" + withinMillis + "}");
    session.loop().execute(() -> session.tell(session.protocol().event(NAME, payload)));
  }

  /** How many were told. */
  int told() {
    return leaving.size();
  }

  /**
   * Closes those whose time is over; to be called again and again.
   *
   * @return whether nobody is left
   */
  boolean advance() {
    long now = clock.getAsLong();
    for (; next < leaving.size() && leaving.get(next).at() - now <= 0; next++) {
      dismiss(leaving.get(next).session());
    }
    if (now - end >= 0) {
      // Also who came while the others were told.
      sessions.all().forEach(Drain::dismiss);
    }
    return sessions.count() == 0;
  }

  private static void dismiss(Session session) {
    session.loop().execute(() -> session.closeWhenAnswered(CloseCode.GOING_AWAY));
  }
}
