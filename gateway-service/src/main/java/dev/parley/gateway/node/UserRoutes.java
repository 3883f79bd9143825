package dev.parley.gateway.node;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps the users of this node in the route table: a user is to be there as long as it has a
 * session here. It remembers what is wanted and writes the difference, one write at a time for the
 * whole node; so the last wish of every user wins, whatever the order of its connects and
 * disconnects, and what comes during a write goes into the next one (no timer, few pipelines).
 *
 * <p>A write that fails stays to be done: with the next change, or by {@link #flush}. Safe from any
 * thread. Holds no more users than have a session here or wait for their removal.
 */
public final class UserRoutes {

  /** Users per write. */
  static final int MAX_BATCH = 2_000;

  /** A user as it is wanted, and who waits for it. */
  private static final class Hold {
    private int sessions;
    private boolean confirmed;
    private List<UniEmitter<? super Void>> waiting = new ArrayList<>(1);
  }

  private final Function<Collection<String>, Uni<Void>> add;
  private final Function<Collection<String>, Uni<Void>> remove;

  private final Map<String, Hold> holds = new HashMap<>();
  private final Set<String> dirty = new LinkedHashSet<>();
  private final List<UniEmitter<? super Void>> settling = new ArrayList<>();
  private boolean writing;

  /** The last write has failed. */
  private boolean failing;

  /**
   * @param add adds users to this node's routes; adding twice is harmless
   * @param remove removes them
   */
  public UserRoutes(
      Function<Collection<String>, Uni<Void>> add, Function<Collection<String>, Uni<Void>> remove) {
    this.add = add;
    this.remove = remove;
  }

  /**
   * One more session of the user. Completes when its route is known to be in Redis, fails when it
   * could not be written; either way it counts until it is {@linkplain #release released}.
   */
  public Uni<Void> acquire(String user) {
    return Uni.createFrom().emitter(waiting -> acquire(user, waiting));
  }

  /** One session of the user less. */
  public void release(String user) {
    synchronized (this) {
      Hold hold = holds.get(user);
      if (hold == null || hold.sessions == 0 || --hold.sessions > 0) {
        return;
      }
      hold.confirmed = false;
      dirty.add(user);
    }
    flush();
  }

  /** Writes every user that has a session again; completes when that is done. */
  public Uni<Void> rewrite() {
    return settled(() -> holds.forEach(this::markIfWanted));
  }

  /** Removes every user, whatever sessions there are; completes when that is done. */
  public Uni<Void> removeAll() {
    return settled(
        () ->
            holds.forEach(
                (user, hold) -> {
                  hold.sessions = 0;
                  hold.confirmed = false;
                  dirty.add(user);
                }));
  }

  /** Writes what is still to be done, unless a write is under way. */
  public void flush() {
    List<String> added = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    synchronized (this) {
      if (writing || dirty.isEmpty()) {
        return;
      }
      writing = true;
      takeBatch(added, removed);
    }
    write(added, add)
        .chain(() -> write(removed, remove))
        .subscribe()
        .with(done -> written(added, removed), failure -> failed(added, removed, failure));
  }

  private static Uni<Void> write(
      List<String> users, Function<Collection<String>, Uni<Void>> change) {
    return users.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().deferred(() -> change.apply(users));
  }

  private void acquire(String user, UniEmitter<? super Void> waiting) {
    boolean there;
    synchronized (this) {
      Hold hold = holds.computeIfAbsent(user, u -> new Hold());
      hold.sessions++;
      there = hold.confirmed;
      if (!there) {
        hold.waiting.add(waiting);
        dirty.add(user);
      }
    }
    if (there) {
      waiting.complete(null);
    } else {
      flush();
    }
  }

  private Uni<Void> settled(Runnable mark) {
    return Uni.createFrom()
        .emitter(
            waiting -> {
              synchronized (this) {
                mark.run();
                settling.add(waiting);
              }
              flush();
              completeWhenSettled();
            });
  }

  private void markIfWanted(String user, Hold hold) {
    if (hold.sessions > 0) {
      hold.confirmed = false;
      dirty.add(user);
    }
  }

  private void takeBatch(List<String> added, List<String> removed) {
    Iterator<String> users = dirty.iterator();
    for (int i = 0; i < MAX_BATCH && users.hasNext(); i++) {
      String user = users.next();
      users.remove();
      (holds.get(user).sessions > 0 ? added : removed).add(user);
    }
  }

  private void written(List<String> added, List<String> removed) {
    List<UniEmitter<? super Void>> confirmed = new ArrayList<>();
    synchronized (this) {
      writing = false;
      failing = false;
      for (String user : added) {
        Hold hold = holds.get(user);
        if (hold.sessions > 0) {
          hold.confirmed = true;
          confirmed.addAll(takeWaiting(hold));
        }
      }
      for (String user : removed) {
        if (holds.get(user).sessions == 0) {
          // Who still waits here has closed its session meanwhile.
          confirmed.addAll(holds.remove(user).waiting);
          dirty.remove(user);
        }
      }
    }
    confirmed.forEach(waiting -> waiting.complete(null));
    flush();
    completeWhenSettled();
  }

  private void failed(List<String> added, List<String> removed, Throwable failure) {
    List<UniEmitter<? super Void>> disappointed = new ArrayList<>();
    boolean first;
    synchronized (this) {
      writing = false;
      first = !failing;
      failing = true;
      dirty.addAll(added);
      dirty.addAll(removed);
      for (String user : dirty) {
        disappointed.addAll(takeWaiting(holds.get(user)));
      }
      disappointed.addAll(settling);
      settling.clear();
    }
    if (first) {
      Log.warnf("routes cannot be written, tried again until they are: %s", failure.getMessage());
    }
    disappointed.forEach(waiting -> waiting.fail(failure));
  }

  private void completeWhenSettled() {
    List<UniEmitter<? super Void>> done;
    synchronized (this) {
      if (writing || !dirty.isEmpty()) {
        return;
      }
      done = List.copyOf(settling);
      settling.clear();
    }
    done.forEach(waiting -> waiting.complete(null));
  }

  private static List<UniEmitter<? super Void>> takeWaiting(Hold hold) {
    List<UniEmitter<? super Void>> waiting = hold.waiting;
    hold.waiting = new ArrayList<>(0);
    return waiting;
  }
}
