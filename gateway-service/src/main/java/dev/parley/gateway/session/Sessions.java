package dev.parley.gateway.session;

import dev.parley.contracts.id.Ids;
import dev.parley.gateway.limit.RequestRates;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of this node, by id and by user. Safe from any thread. */
public final class Sessions {

  private final Map<String, Session> byId = new ConcurrentHashMap<>();

  /** Arrays are never changed, only replaced: a reader needs no lock. */
  private final Map<String, Session[]> byUser = new ConcurrentHashMap<>();

  private final Deadlines deadlines;
  private final RequestRates rates;
  private final Session.Limits limits;

  public Sessions(Deadlines deadlines, RequestRates rates, Session.Limits limits) {
    this.deadlines = deadlines;
    this.rates = rates;
    this.limits = limits;
  }

  /** A new session; from now on it is found. */
  public Session open(Identity identity, Transport transport) {
    Session session =
        new Session(
            Ids.random(), identity, transport, limits, deadlines, rates.enter(identity.userId()));
    byId.put(session.id(), session);
    byUser.merge(session.userId(), new Session[] {session}, Sessions::join);
    return session;
  }

  /** The connection has ended: the session is no longer found. On its loop. */
  public void remove(Session session) {
    session.closed();
    rates.leave(session.rate());
    byId.remove(session.id());
    byUser.computeIfPresent(session.userId(), (user, sessions) -> without(sessions, session));
  }

  /** The session of that id; null for none. */
  public Session find(String id) {
    return byId.get(id);
  }

  /** All sessions of a user, oldest first. */
  public List<Session> ofUser(String user) {
    Session[] sessions = byUser.get(user);
    return sessions == null ? List.of() : Arrays.asList(sessions);
  }

  /** Whose sessions there are; follows what happens meanwhile. */
  public Set<String> users() {
    return byUser.keySet();
  }

  /** How many sessions there are. */
  public int count() {
    return byId.size();
  }

  /** Bytes that wait to be sent to all of them, about. */
  public long outstanding() {
    return byId.values().stream().mapToLong(Session::outstanding).sum();
  }

  /** All sessions there are; follows what happens meanwhile. */
  public Collection<Session> all() {
    return byId.values();
  }

  private static Session[] join(Session[] sessions, Session[] more) {
    Session[] joined = Arrays.copyOf(sessions, sessions.length + more.length);
    System.arraycopy(more, 0, joined, sessions.length, more.length);
    return joined;
  }

  private static Session[] without(Session[] sessions, Session gone) {
    Session[] rest =
        Arrays.stream(sessions).filter(s -> !s.id().equals(gone.id())).toArray(Session[]::new);
    return rest.length == 0 ? null : rest;
  }
}
