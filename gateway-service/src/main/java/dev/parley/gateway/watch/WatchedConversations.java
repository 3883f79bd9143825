package dev.parley.gateway.watch;

import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.gateway.node.Resync;
import dev.parley.routing.NodeRoutes;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Which large conversations the users of this node watch: those that they are members of, as long
 * as they have a session here. They are asked for when a user's first session opens, and then
 * followed by what comes in the inbox; what that says is newer than an answer that comes after it.
 *
 * <p>Keeps the conversations' routes. Whoever may have missed something because a route came late
 * is told to resync. Safe from any thread; {@link #heard} and the answers are to come in the order
 * of the inbox.
 */
public final class WatchedConversations {

  /** A user with sessions here. */
  private static final class Watcher {
    private int sessions;

    /** Whether it was learned what it watches, and the routes are there. */
    private boolean known;

    /** Whether its sessions have to resync when it is learned. */
    private boolean late;

    private Set<String> conversations = Set.of();

    /** What has changed since it is asked for; null when it is not. */
    private Map<String, Boolean> heard;

    /** As of which revision of a conversation its last change was heard. */
    private Map<String, Long> revisions = Map.of();

    private List<UniEmitter<? super Void>> waiting = new ArrayList<>(1);

    /** Whether a change is older than one that was heard; if not, takes note of it. */
    private boolean isOutdated(InboxItem.Watch change) {
      Long last = revisions.get(change.conversationId());
      if (last != null && change.revision() < last) {
        return true;
      }
      if (revisions.isEmpty()) {
        revisions = new HashMap<>();
      }
      revisions.put(change.conversationId(), change.revision());
      return false;
    }
  }

  /**
   * What an answer came to for a user.
   *
   * @param more whether it watches more than before
   */
  private record Learned(String user, Watcher watcher, boolean more) {}

  private final NodeRoutes routes;
  private final Resync resync;
  private final Duration patience;
  private final Asking asking;
  private final Map<String, Watcher> watchers = new HashMap<>();

  /** For who reads the inbox, who does not want to wait for the lock. */
  private final Map<String, Set<String>> users = new ConcurrentHashMap<>();

  /**
   * @param source asks for users, and after which place of the answer it goes on
   * @param timer runs something after a time; returns what calls it off
   * @param patience how long a session waits at most to know what its user watches
   */
  public WatchedConversations(
      NodeRoutes routes,
      Resync resync,
      BiFunction<List<String>, String, Uni<WatchedPage>> source,
      BiFunction<Duration, Runnable, Runnable> timer,
      Duration patience) {
    this.routes = routes;
    this.resync = resync;
    this.patience = patience;
    this.asking = new Asking(new Asked(), source, timer);
  }

  /** One more session of the user; from now on what comes in the inbox counts for it. */
  public synchronized void enter(String user) {
    watchers.computeIfAbsent(user, u -> new Watcher()).sessions++;
  }

  /** One session of the user less. After the last one nothing is left of it. */
  public void leave(String user) {
    List<UniEmitter<? super Void>> waiting;
    synchronized (this) {
      Watcher watcher = watchers.get(user);
      if (watcher == null || --watcher.sessions > 0) {
        return;
      }
      watchers.remove(user);
      List.copyOf(watcher.conversations).forEach(conversation -> drop(user, watcher, conversation));
      waiting = watcher.waiting;
    }
    waiting.forEach(session -> session.complete(null));
  }

  /**
   * Completes when it is known what the user watches, and the routes are there. When that takes
   * long, it completes all the same, and the user's sessions are told to resync later. To be called
   * when the user's own route is there: from then on every change comes in the inbox.
   */
  public Uni<Void> learn(String user) {
    return Uni.createFrom()
        .<Void>emitter(waiting -> learn(user, waiting))
        .ifNoItem()
        .after(patience)
        .recoverWithItem(
            () -> {
              late(user);
              return null;
            });
  }

  private void learn(String user, UniEmitter<? super Void> waiting) {
    boolean waits;
    boolean asks;
    synchronized (this) {
      Watcher watcher = watchers.get(user);
      boolean known = watcher == null || watcher.known;
      asks = !known && watcher.heard == null;
      // Who is away is not waited for once more with every session.
      waits = !known && !asking.isFailing();
      if (waits) {
        watcher.waiting.add(waiting);
      } else if (!known) {
        watcher.late = true;
      }
    }
    if (!waits) {
      waiting.complete(null);
    }
    if (asks) {
      asking.add(List.of(user));
    }
  }

  private synchronized void late(String user) {
    Watcher watcher = watchers.get(user);
    if (watcher != null && !watcher.known) {
      watcher.late = true;
    }
  }

  /** Asks for all users again, because something of the inbox may be lost. */
  public void askAgain() {
    List<String> all;
    synchronized (this) {
      all = List.copyOf(watchers.keySet());
    }
    asking.add(all);
  }

  /** Asks for nobody any more, until another session comes. */
  public void stop() {
    asking.stop();
  }

  /** The users here who watch the conversation; follows what happens meanwhile. */
  public Collection<String> usersOf(String conversation) {
    return users.getOrDefault(conversation, Set.of());
  }

  /** How many conversations are watched. */
  public int count() {
    return users.size();
  }

  /** How often it could not be found out what users watch; that is tried on. */
  public long failures() {
    return asking.failures();
  }

  /** Something has changed, or had: what is older than what was heard before is passed over. */
  public void heard(InboxItem.Watch change) {
    String conversation = change.conversationId();
    List<String> joined = new ArrayList<>();
    boolean there;
    synchronized (this) {
      for (String user : change.users()) {
        Watcher watcher = watchers.get(user);
        if (watcher == null || watcher.isOutdated(change)) {
          continue;
        }
        if (watcher.heard != null) {
          watcher.heard.put(conversation, change.watching());
        }
        if (!change.watching()) {
          drop(user, watcher, conversation);
        } else if (add(user, watcher, conversation)) {
          joined.add(user);
        }
      }
      there = routes.isConfirmed(RedisKeys.conversationSubject(conversation));
    }
    if (!joined.isEmpty() && !there) {
      register(conversation, joined);
    }
  }

  /** The first here who watch it: what came before the route is there has gone elsewhere. */
  private void register(String conversation, List<String> joined) {
    routes
        .confirmed(RedisKeys.conversationSubject(conversation))
        .chain(() -> resync.of(joined))
        .subscribe()
        .with(done -> {}, failure -> tryAgain(joined));
  }

  /** The users who are asked for. */
  private final class Asked implements Asking.Asker {

    @Override
    public List<String> begin(List<String> asked) {
      return beginAll(asked);
    }

    @Override
    public void learned(List<String> asked, Map<String, Set<String>> conversations) {
      takeAll(asked, conversations);
    }
  }

  private synchronized List<String> beginAll(List<String> asked) {
    List<String> wanted = new ArrayList<>(asked.size());
    for (String user : asked) {
      Watcher watcher = watchers.get(user);
      if (watcher != null) {
        watcher.heard = new HashMap<>();
        wanted.add(user);
      }
    }
    return wanted;
  }

  private void takeAll(List<String> asked, Map<String, Set<String>> conversations) {
    List<Learned> learned = new ArrayList<>(asked.size());
    Set<String> subjects = new HashSet<>();
    synchronized (this) {
      for (String user : asked) {
        Watcher watcher = watchers.get(user);
        if (watcher != null && watcher.heard != null) {
          boolean more = take(user, watcher, conversations.getOrDefault(user, Set.of()));
          learned.add(new Learned(user, watcher, more));
          watcher.conversations.forEach(c -> subjects.add(RedisKeys.conversationSubject(c)));
        }
      }
    }
    confirm(subjects)
        .subscribe()
        .with(
            there -> known(learned),
            failure -> tryAgain(learned.stream().map(Learned::user).toList()));
  }

  /** Makes the user watch what the answer says; whether that is more than before. */
  private boolean take(String user, Watcher watcher, Set<String> answer) {
    Set<String> wanted = new HashSet<>(answer);
    watcher.heard.forEach(
        (conversation, watching) -> {
          if (watching) {
            wanted.add(conversation);
          } else {
            wanted.remove(conversation);
          }
        });
    watcher.heard = null;
    for (String conversation : List.copyOf(watcher.conversations)) {
      if (!wanted.contains(conversation)) {
        drop(user, watcher, conversation);
      }
    }
    boolean more = false;
    for (String conversation : wanted) {
      more |= add(user, watcher, conversation);
    }
    return more;
  }

  private Uni<Void> confirm(Set<String> subjects) {
    return subjects.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join()
            .all(subjects.stream().map(routes::confirmed).toList())
            .andCollectFailures()
            .replaceWithVoid();
  }

  /** The routes of what these users watch are there. */
  private void known(List<Learned> learned) {
    List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    synchronized (this) {
      for (Learned next : learned) {
        Watcher watcher = next.watcher();
        if (watcher.late || watcher.known && next.more()) {
          missed.add(next.user());
        }
        watcher.known = true;
        watcher.late = false;
        waiting.addAll(watcher.waiting);
        watcher.waiting = new ArrayList<>(0);
      }
    }
    waiting.forEach(session -> session.complete(null));
    resyncLate(missed);
  }

  private void resyncLate(List<String> missed) {
    if (!missed.isEmpty()) {
      resync
          .of(missed)
          .subscribe()
          .with(done -> {}, bug -> Log.errorf(bug, "%d users miss a resync", missed.size()));
    }
  }

  /** A route could not be written: these users are not known, and told to resync when they are. */
  private void tryAgain(Collection<String> unsure) {
    synchronized (this) {
      for (String user : unsure) {
        Watcher watcher = watchers.get(user);
        if (watcher != null) {
          watcher.late = true;
        }
      }
    }
    asking.addLater(unsure);
  }

  /** Whether the user did not watch it before. */
  private boolean add(String user, Watcher watcher, String conversation) {
    if (watcher.conversations.isEmpty()) {
      watcher.conversations = new HashSet<>();
    }
    if (!watcher.conversations.add(conversation)) {
      return false;
    }
    users.computeIfAbsent(conversation, c -> ConcurrentHashMap.newKeySet()).add(user);
    routes.hold(RedisKeys.conversationSubject(conversation));
    return true;
  }

  private void drop(String user, Watcher watcher, String conversation) {
    if (!watcher.conversations.contains(conversation)) {
      return;
    }
    watcher.conversations.remove(conversation);
    users.computeIfPresent(
        conversation,
        (c, watching) -> {
          watching.remove(user);
          return watching.isEmpty() ? null : watching;
        });
    routes.release(RedisKeys.conversationSubject(conversation));
  }
}
