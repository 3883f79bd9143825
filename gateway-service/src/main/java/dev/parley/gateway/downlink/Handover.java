package dev.parley.gateway.downlink;

import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Session;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What one batch has for the sessions, collected per event loop: one task per loop hands it over,
 * in the order in which it was added. Not thread-safe; used once.
 */
final class Handover {

  /** What there is for one event loop. */
  private static final class Share {
    private final List<Session> sessions = new ArrayList<>();

    /** For the session at the same place: a {@link Frame} to tell, or what else to do with it. */
    private final List<Object> things = new ArrayList<>();

    void add(Session session, Object thing) {
      sessions.add(session);
      things.add(thing);
    }

    @SuppressWarnings("unchecked") // Only this class adds, and it adds these two.
    void handOver() {
      for (int i = 0; i < things.size(); i++) {
        if (things.get(i) instanceof Frame frame) {
          sessions.get(i).tell(frame);
        } else {
          ((Consumer<Session>) things.get(i)).accept(sessions.get(i));
        }
      }
    }
  }

  private final Map<Executor, Share> shares = new HashMap<>();

  /** Tells the session an event. */
  void tell(Session session, Frame event) {
    share(session).add(session, event);
  }

  /** Does something with the session on its loop. */
  void act(Session session, Consumer<Session> action) {
    share(session).add(session, action);
  }

  /**
   * Puts one task into the queue of every loop concerned, also of the loop that this is called on.
   * Completes when all have run, so that whoever waits for it never runs ahead of the loops.
   */
  Uni<Void> run() {
    return shares.isEmpty() ? Uni.createFrom().voidItem() : Uni.createFrom().emitter(this::run);
  }

  private void run(UniEmitter<? super Void> done) {
    AtomicInteger left = new AtomicInteger(shares.size());
    shares.forEach(
        (loop, share) -> {
          Runnable task =
              () -> {
                try {
                  share.handOver();
                } finally {
                  oneLess(left, done);
                }
              };
          try {
            loop.execute(task);
          } catch (RejectedExecutionException stopped) {
            // The loop has ended with all its connections.
            oneLess(left, done);
          }
        });
  }

  private static void oneLess(AtomicInteger left, UniEmitter<? super Void> done) {
    if (left.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  private Share share(Session session) {
    return shares.computeIfAbsent(session.loop(), loop -> new Share());
  }
}
