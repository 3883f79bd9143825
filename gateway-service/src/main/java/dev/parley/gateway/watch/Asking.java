package dev.parley.gateway.watch;

import dev.parley.contracts.query.ListWatched;
import dev.parley.contracts.reply.WatchedPage;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/**
 * Finds out which large conversations users are members of. One question at a time for the whole
 * node, of up to {@value ListWatched#MAX_USERS} users; who comes meanwhile goes into the next one.
 * A question without an answer is put again, after a pause that doubles. Safe from any thread.
 */
final class Asking {

  static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  static final Duration LAST_PAUSE = Duration.ofSeconds(5);

  /** For whom it is asked. Called by one thread at a time. */
  interface Asker {

    /**
     * These users are asked for now.
     *
     * @return those of them that are still wanted
     */
    List<String> begin(List<String> users);

    /**
     * They are members of these and no other large conversations, by user; of none when the user is
     * not there.
     */
    void learned(List<String> users, Map<String, Set<String>> conversations);
  }

  private final Asker asker;
  private final BiFunction<List<String>, String, Uni<WatchedPage>> source;
  private final BiFunction<Duration, Runnable, Runnable> timer;
  private final LongAdder failures = new LongAdder();

  private final Set<String> due = new LinkedHashSet<>();
  private boolean asking;

  /** Calls off the end of the pause; null when there is none. */
  private Runnable pausing;

  /** Null while questions are answered. */
  private Duration lastPause;

  /**
   * @param source asks for users, and after which place of the answer it goes on
   * @param timer runs something after a time; returns what calls it off
   */
  Asking(
      Asker asker,
      BiFunction<List<String>, String, Uni<WatchedPage>> source,
      BiFunction<Duration, Runnable, Runnable> timer) {
    this.asker = asker;
    this.source = source;
    this.timer = timer;
  }

  /** Asks for these users as soon as possible. */
  void add(Collection<String> users) {
    synchronized (this) {
      due.addAll(users);
    }
    next();
  }

  /** Asks for these users again after a pause, because what was learned could not be used. */
  void addLater(Collection<String> users) {
    synchronized (this) {
      due.addAll(users);
      pause();
    }
    next();
  }

  /** Whether the last question had no answer. */
  synchronized boolean isFailing() {
    return lastPause != null;
  }

  /** How many questions had no answer. */
  long failures() {
    return failures.sum();
  }

  /** Nobody is asked for any more, until somebody is added. */
  synchronized void stop() {
    due.clear();
    if (pausing != null) {
      pausing.run();
      pausing = null;
    }
  }

  private void next() {
    List<String> users = takeWanted();
    if (!users.isEmpty()) {
      pages(users, null, new HashMap<>())
          .invoke(found -> learned(users, found))
          .subscribe()
          .with(done -> goOn(), failure -> failed(users, failure));
    }
  }

  /** The users to ask for now; none when it is not the time. */
  private List<String> takeWanted() {
    while (true) {
      List<String> users;
      synchronized (this) {
        if (asking || pausing != null || due.isEmpty()) {
          return List.of();
        }
        asking = true;
        users = takeBatch();
      }
      List<String> wanted = asker.begin(users);
      if (!wanted.isEmpty()) {
        return wanted;
      }
      synchronized (this) {
        asking = false;
      }
    }
  }

  private List<String> takeBatch() {
    List<String> users = new ArrayList<>(Math.min(due.size(), ListWatched.MAX_USERS));
    Iterator<String> all = due.iterator();
    while (all.hasNext() && users.size() < ListWatched.MAX_USERS) {
      users.add(all.next());
      all.remove();
    }
    return users;
  }

  private Uni<Map<String, Set<String>>> pages(
      List<String> users, String after, Map<String, Set<String>> found) {
    return source
        .apply(users, after)
        .chain(
            page -> {
              page.conversations()
                  .forEach(
                      (conversation, members) ->
                          members.forEach(
                              user ->
                                  found
                                      .computeIfAbsent(user, u -> new HashSet<>())
                                      .add(conversation)));
              return page.after() == null
                  ? Uni.createFrom().item(found)
                  : pages(users, page.after(), found);
            });
  }

  private void learned(List<String> users, Map<String, Set<String>> found) {
    synchronized (this) {
      lastPause = null;
    }
    asker.learned(users, found);
  }

  private void goOn() {
    synchronized (this) {
      asking = false;
    }
    next();
  }

  private void failed(List<String> users, Throwable failure) {
    failures.increment();
    synchronized (this) {
      if (lastPause == null) {
        Log.warnf(
            "it is not known which large conversations are watched, asked again: %s",
            failure.getMessage());
      }
      asking = false;
      due.addAll(users);
      pause();
    }
  }

  private void pause() {
    if (pausing == null) {
      Duration doubled = lastPause == null ? FIRST_PAUSE : lastPause.multipliedBy(2);
      lastPause = doubled.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : doubled;
      pausing = timer.apply(lastPause, this::pauseIsOver);
    }
  }

  private void pauseIsOver() {
    synchronized (this) {
      pausing = null;
    }
    next();
  }
}
