package dev.parley.routing;

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
import org.jboss.logging.Logger;

/**
 * Keeps this node in the route table under all that is held here: a user for every session it has,
 * a conversation for every user who watches it, a user's presence for everybody who does. It
 * remembers what is wanted and writes the difference, one write at a time for the whole node; so
 * the last wish for every subject wins, whatever the order of what comes and goes, and what comes
 * during a write goes into the next one (no timer, few pipelines).
 *
 * <p>A write that fails stays to be done: with the next change, or by {@link #flush}. Safe from any
 * thread. Has no more subjects than are held or wait for their removal.
 */
public final class NodeRoutes {

  private static final Logger LOG = Logger.getLogger(NodeRoutes.class);

  /** Subjects per write. */
  static final int MAX_BATCH = 2_000;

  /** A subject as it is wanted, and who waits for it. */
  private static final class Hold {
    private int count;
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
   * @param add adds this node to subjects' routes; adding twice is harmless
   * @param remove removes it
   */
  public NodeRoutes(
      Function<Collection<String>, Uni<Void>> add, Function<Collection<String>, Uni<Void>> remove) {
    this.add = add;
    this.remove = remove;
  }

  /**
   * Holds the subject once more, when it is subscribed to. Completes when its route is known to be
   * in Redis, fails when it could not be written; either way it counts until it is {@linkplain
   * #release released}.
   *
   * @param subject a user's id, or what {@code RedisKeys} names the subject of others
   */
  public Uni<Void> acquire(String subject) {
    return Uni.createFrom()
        .emitter(
            waiting -> {
              hold(subject);
              confirm(subject, waiting);
            });
  }

  /** Holds the subject once more, whatever becomes of its route: see {@link #confirmed}. */
  public synchronized void hold(String subject) {
    Hold hold = holds.computeIfAbsent(subject, s -> new Hold());
    hold.count++;
    if (!hold.confirmed) {
      dirty.add(subject);
    }
  }

  /**
   * Completes when the route of a subject that is held is known to be in Redis; fails when it could
   * not be written, which is tried on.
   */
  public Uni<Void> confirmed(String subject) {
    return Uni.createFrom().emitter(waiting -> confirm(subject, waiting));
  }

  /** Whether the route of the subject is known to be in Redis. */
  public synchronized boolean isConfirmed(String subject) {
    Hold hold = holds.get(subject);
    return hold != null && hold.confirmed;
  }

  /** Holds the subject once less. */
  public void release(String subject) {
    synchronized (this) {
      Hold hold = holds.get(subject);
      if (hold == null || hold.count == 0 || --hold.count > 0) {
        return;
      }
      hold.confirmed = false;
      dirty.add(subject);
    }
    flush();
  }

  /** Writes every subject that is held again; completes when that is done. */
  public Uni<Void> rewrite() {
    return settled(() -> holds.forEach(this::markIfWanted));
  }

  /** Removes every subject, however often it is held; completes when that is done. */
  public Uni<Void> removeAll() {
    return settled(
        () ->
            holds.forEach(
                (subject, hold) -> {
                  hold.count = 0;
                  hold.confirmed = false;
                  dirty.add(subject);
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
      List<String> subjects, Function<Collection<String>, Uni<Void>> change) {
    return subjects.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().deferred(() -> change.apply(subjects));
  }

  private void confirm(String subject, UniEmitter<? super Void> waiting) {
    boolean there;
    synchronized (this) {
      Hold hold = holds.get(subject);
      there = hold == null || hold.confirmed;
      if (!there) {
        hold.waiting.add(waiting);
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

  private void markIfWanted(String subject, Hold hold) {
    if (hold.count > 0) {
      hold.confirmed = false;
      dirty.add(subject);
    }
  }

  private void takeBatch(List<String> added, List<String> removed) {
    Iterator<String> subjects = dirty.iterator();
    for (int i = 0; i < MAX_BATCH && subjects.hasNext(); i++) {
      String subject = subjects.next();
      subjects.remove();
      (holds.get(subject).count > 0 ? added : removed).add(subject);
    }
  }

  private void written(List<String> added, List<String> removed) {
    List<UniEmitter<? super Void>> confirmed = new ArrayList<>();
    synchronized (this) {
      writing = false;
      failing = false;
      for (String subject : added) {
        Hold hold = holds.get(subject);
        if (hold.count > 0) {
          hold.confirmed = true;
          confirmed.addAll(takeWaiting(hold));
        }
      }
      for (String subject : removed) {
        if (holds.get(subject).count == 0) {
          // Who still waits here has released it meanwhile.
          confirmed.addAll(holds.remove(subject).waiting);
          dirty.remove(subject);
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
      for (String subject : dirty) {
        disappointed.addAll(takeWaiting(holds.get(subject)));
      }
      disappointed.addAll(settling);
      settling.clear();
    }
    if (first) {
      LOG.warnf("routes cannot be written, tried again until they are: %s", failure.getMessage());
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
