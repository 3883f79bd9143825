package dev.parley.gateway.presence;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.uplink.RefusedException;
import dev.parley.routing.NodeRoutes;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose presence the sessions of this node watch, each at most so many users at once. Keeps the
 * routes by which changes come. A session is told of a user from the moment that it is known to be
 * allowed; what has come while that was asked is told then. Safe from any thread.
 */
public final class WatchedUsers {

  /** A session and one user that it watches, or wants to. */
  private static final class Watch {
    private final Session session;

    /** How many questions are under way whether it may. */
    private int asked;

    private boolean allowed;

    /** The last change that has come meanwhile; null for none. */
    private RawJson missed;

    Watch(Session session) {
      this.session = session;
    }
  }

  /** A question whether a session may watch these users. */
  static final class Question {
    private final Session session;
    private final Map<String, Watch> watches;

    Question(Session session, Map<String, Watch> watches) {
      this.session = session;
      this.watches = watches;
    }
  }

  private final NodeRoutes routes;
  private final int max;
  private final Duration patience;
  private final Map<Session, Map<String, Watch>> bySession = new HashMap<>();
  private final Map<String, Set<Watch>> byUser = new HashMap<>();

  /**
   * @param max users that a session may watch at once
   * @param patience how long it may take until their routes are there
   */
  public WatchedUsers(NodeRoutes routes, int max, Duration patience) {
    this.routes = routes;
    this.max = max;
    this.patience = patience;
  }

  /**
   * A session wants to watch these users; from now on what comes about them is kept. To be ended by
   * {@link #answered} or {@link #failed}. On the session's loop.
   *
   * @throws RefusedException when they are too many, or the session has closed; then nothing has
   *     changed
   */
  synchronized Question begin(Session session, Collection<String> users) {
    if (session.isClosed()) {
      throw new RefusedException(ErrorCode.UNAVAILABLE, "the connection is closed");
    }
    Set<String> wanted = new HashSet<>(users);
    Map<String, Watch> all = bySession.getOrDefault(session, Map.of());
    long more = wanted.stream().filter(user -> !all.containsKey(user)).count();
    if (all.size() + more > max) {
      throw new RefusedException(
          ErrorCode.LIMIT_EXCEEDED, "a connection may watch at most " + max + " users");
    }
    Map<String, Watch> watches = new HashMap<>();
    for (String user : wanted) {
      Watch watch = all.containsKey(user) ? all.get(user) : add(session, user);
      watch.asked++;
      watches.put(user, watch);
    }
    return new Question(session, watches);
  }

  /**
   * Completes when changes of these users' presence come to this node; fails with a {@link
   * RefusedException} when that is not to be had.
   */
  Uni<Void> registered(Question question) {
    List<Uni<Void>> missing =
        question.watches.keySet().stream()
            .map(RedisKeys::presenceSubject)
            .filter(subject -> !routes.isConfirmed(subject))
            .map(routes::confirmed)
            .toList();
    if (missing.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return Uni.join()
        .all(missing)
        .andCollectFailures()
        .replaceWithVoid()
        .ifNoItem()
        .after(patience)
        .fail()
        .onFailure()
        .transform(
            away -> new RefusedException(ErrorCode.UNAVAILABLE, "nobody can be watched now"));
  }

  /** The session may watch them, but for those who are refused: these it watches no longer. */
  void answered(Question question, Collection<String> refused) {
    List<RawJson> missed = new ArrayList<>();
    synchronized (this) {
      question.watches.forEach(
          (user, watch) -> {
            watch.asked--;
            if (refused.contains(user)) {
              drop(user, watch);
            } else {
              allow(watch, missed);
            }
          });
    }
    tell(question.session, missed);
  }

  /** It is not known who may be watched: only those are on who were before. */
  synchronized void failed(Question question) {
    question.watches.forEach(
        (user, watch) -> {
          watch.asked--;
          if (!watch.allowed && watch.asked == 0) {
            drop(user, watch);
          }
        });
  }

  /** The session watches these users no longer. */
  synchronized void unwatch(Session session, Collection<String> users) {
    Map<String, Watch> all = bySession.getOrDefault(session, Map.of());
    for (String user : users) {
      if (all.containsKey(user)) {
        drop(user, all.get(user));
      }
    }
  }

  /** The session has ended: it watches nobody. */
  public synchronized void leave(Session session) {
    Map<String, Watch> all = bySession.get(session);
    if (all != null) {
      Map.copyOf(all).forEach(this::drop);
    }
  }

  /**
   * A user's presence has changed. A session of the user's own is told by who says so, not as one
   * that watches.
   *
   * @return the sessions to be told now
   */
  public synchronized List<Session> heard(InboxItem.Status status) {
    List<Session> told = new ArrayList<>();
    for (Watch watch : byUser.getOrDefault(status.user(), Set.of())) {
      if (watch.session.userId().equals(status.user())) {
        continue;
      }
      if (watch.allowed) {
        told.add(watch.session);
      } else {
        watch.missed = status.payload();
      }
    }
    return told;
  }

  /** How many users are watched. */
  public synchronized int count() {
    return byUser.size();
  }

  private Watch add(Session session, String user) {
    Watch watch = new Watch(session);
    bySession.computeIfAbsent(session, s -> new HashMap<>()).put(user, watch);
    byUser.computeIfAbsent(user, u -> new HashSet<>()).add(watch);
    routes.hold(RedisKeys.presenceSubject(user));
    return watch;
  }

  /** Nothing, when it was dropped before. */
  private void drop(String user, Watch watch) {
    Map<String, Watch> all = bySession.getOrDefault(watch.session, Map.of());
    if (all.get(user) != watch) {
      return;
    }
    all.remove(user);
    if (all.isEmpty()) {
      bySession.remove(watch.session);
    }
    Set<Watch> others = byUser.get(user);
    others.remove(watch);
    if (others.isEmpty()) {
      byUser.remove(user);
    }
    routes.release(RedisKeys.presenceSubject(user));
  }

  private static void allow(Watch watch, List<RawJson> missed) {
    watch.allowed = true;
    if (watch.missed != null) {
      missed.add(watch.missed);
      watch.missed = null;
    }
  }

  private static void tell(Session session, List<RawJson> changes) {
    if (!changes.isEmpty()) {
      session
          .loop()
          .execute(
              () ->
                  changes.forEach(
                      change ->
                          session.tell(session.protocol().event(EventType.USER_STATUS, change))));
    }
  }
}
