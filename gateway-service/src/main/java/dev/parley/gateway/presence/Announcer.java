package dev.parley.gateway.presence;

import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UserConnections.Connection;
import dev.parley.gateway.session.ConnectionChanges;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/**
 * Tells presence-service which connections the users have here, whenever that has changed. It only
 * remembers whom there is something to tell of, and says what is so at that moment: of changes that
 * follow each other quickly the last one may be all that is told.
 *
 * <p>One round is under way at a time, of at most {@value #MAX_ROUND} users; who changes meanwhile
 * goes into the next one. Nothing runs while nothing changes. Who could not be told of is told of
 * again, after a pause that doubles. Remembers no more users than have or had a session here since
 * they were told of. Safe from any thread.
 */
public final class Announcer implements ConnectionChanges {

  static final int MAX_ROUND = 1_000;
  static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  static final Duration LAST_PAUSE = Duration.ofSeconds(5);

  /** What one round says of a user. */
  private record Signal(String user, UserConnections connections) {}

  private final boolean enabled;
  private final String node;
  private final Sessions sessions;
  private final BiFunction<String, UserConnections, Uni<Void>> teller;
  private final BiFunction<Duration, Runnable, Runnable> timer;
  private final Duration patience;
  private final LongAdder told = new LongAdder();
  private final LongAdder failures = new LongAdder();

  private final Set<String> waiting = new LinkedHashSet<>();
  private final List<UniEmitter<? super Void>> settling = new ArrayList<>();
  private boolean telling;
  private long number;

  /** Calls off the end of the pause; null when there is none. */
  private Runnable pausing;

  /** Null while everybody could be told of. */
  private Duration lastPause;

  /**
   * @param enabled whether there is somebody to be told; otherwise this does nothing
   * @param node this process
   * @param teller says what is so of a user; when it fails, it may have been heard all the same
   * @param timer runs something after a time; returns what calls it off
   * @param patience how long a round may take
   */
  public Announcer(
      boolean enabled,
      String node,
      Sessions sessions,
      BiFunction<String, UserConnections, Uni<Void>> teller,
      BiFunction<Duration, Runnable, Runnable> timer,
      Duration patience) {
    this.enabled = enabled;
    this.node = node;
    this.sessions = sessions;
    this.teller = teller;
    this.timer = timer;
    this.patience = patience;
  }

  @Override
  public void changed(String user) {
    tell(List.of(user));
  }

  /** Tells of everybody who is here: what was told may be lost. */
  public void tellAll() {
    tell(sessions.users());
  }

  private void tell(Collection<String> users) {
    if (!enabled) {
      return;
    }
    synchronized (this) {
      waiting.addAll(users);
    }
    next();
  }

  /**
   * Tells of those who wait, without a pause; completes when nobody is left to be told of, and
   * fails when somebody could not be.
   */
  public Uni<Void> settled() {
    return Uni.createFrom()
        .emitter(
            done -> {
              synchronized (this) {
                settling.add(done);
                callOffPause();
              }
              next();
              completeWhenSettled();
            });
  }

  /** Tells of nobody any more, until something changes. */
  public synchronized void stop() {
    waiting.clear();
    callOffPause();
  }

  /** How many there are to be told of. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How often somebody was told of. */
  public long told() {
    return told.sum();
  }

  /** How often somebody could not be told of. */
  public long failures() {
    return failures.sum();
  }

  private void next() {
    List<Signal> round = takeRound();
    if (round.isEmpty()) {
      return;
    }
    Queue<String> failed = new ConcurrentLinkedQueue<>();
    Uni.join()
        .all(round.stream().map(signal -> tell(signal, failed)).toList())
        .andFailFast()
        .ifNoItem()
        .after(patience)
        .fail()
        .subscribe()
        .with(
            done -> ended(round.size(), failed),
            late -> ended(round.size(), round.stream().map(Signal::user).toList()));
  }

  private Uni<Void> tell(Signal signal, Queue<String> failed) {
    return Uni.createFrom()
        .deferred(() -> teller.apply(signal.user(), signal.connections()))
        .onFailure()
        .recoverWithItem(
            failure -> {
              failed.add(signal.user());
              return null;
            });
  }

  /** What there is to say now; empty when it is not the time. */
  private synchronized List<Signal> takeRound() {
    if (telling || pausing != null || waiting.isEmpty()) {
      return List.of();
    }
    telling = true;
    List<Signal> round = new ArrayList<>(Math.min(waiting.size(), MAX_ROUND));
    Iterator<String> users = waiting.iterator();
    while (users.hasNext() && round.size() < MAX_ROUND) {
      String user = users.next();
      users.remove();
      round.add(new Signal(user, new UserConnections(node, ++number, connections(user))));
    }
    return round;
  }

  private List<Connection> connections(String user) {
    return sessions.ofUser(user).stream().map(Announcer::connection).toList();
  }

  private static Connection connection(Session session) {
    return new Connection(
        session.id(),
        session.deviceId(),
        session.activity().connectedAt(),
        session.activity().idleSince());
  }

  private void ended(int all, Collection<String> failed) {
    told.add(all - failed.size());
    failures.add(failed.size());
    List<UniEmitter<? super Void>> disappointed = List.of();
    synchronized (this) {
      telling = false;
      if (failed.isEmpty()) {
        lastPause = null;
      } else {
        waiting.addAll(failed);
        disappointed = List.copyOf(settling);
        settling.clear();
        pause();
      }
    }
    disappointed.forEach(
        done -> done.fail(new IllegalStateException(failed.size() + " could not be told of")));
    next();
    completeWhenSettled();
  }

  private void completeWhenSettled() {
    List<UniEmitter<? super Void>> done;
    synchronized (this) {
      if (telling || !waiting.isEmpty()) {
        return;
      }
      done = List.copyOf(settling);
      settling.clear();
    }
    done.forEach(emitter -> emitter.complete(null));
  }

  private void pause() {
    if (lastPause == null) {
      Log.warn("users' connections cannot be told to presence-service, tried until they can");
    }
    Duration doubled = lastPause == null ? FIRST_PAUSE : lastPause.multipliedBy(2);
    lastPause = doubled.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : doubled;
    pausing = timer.apply(lastPause, this::pauseIsOver);
  }

  private void callOffPause() {
    if (pausing != null) {
      pausing.run();
      pausing = null;
    }
  }

  private void pauseIsOver() {
    synchronized (this) {
      pausing = null;
    }
    next();
  }
}
