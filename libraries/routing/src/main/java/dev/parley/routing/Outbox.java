package dev.parley.routing;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxEntry;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What one batch has to tell the clients, one inbox entry per node concerned. Every node gets what
 * is for it in the order in which it was added. Not thread-safe; used once.
 */
public final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);

  /** A reply, whose node is known, or what has its nodes looked up. */
  private record Pending(String node, InboxItem item) {}

  /** What goes to one node. */
  private static final class Parcel {
    private final List<InboxItem> items = new ArrayList<>();

    /** By whose routes the node was found. */
    private final Set<String> subjects = new HashSet<>();
  }

  /** The entries as they come to be. */
  private static final class Parcels {
    private final Map<String, Parcel> ofNode = new LinkedHashMap<>();

    /** The nodes where somebody is told to watch a conversation: they know what comes for it. */
    private final Map<String, Set<String>> watching = new HashMap<>();

    Parcel of(String node) {
      return ofNode.computeIfAbsent(node, n -> new Parcel());
    }
  }

  private final RouteTable routes;
  private final InboxAppender inboxes;
  private final List<Pending> pending = new ArrayList<>();
  private final Set<String> subjects = new HashSet<>();

  Outbox(RouteTable routes, InboxAppender inboxes) {
    this.routes = routes;
    this.inboxes = inboxes;
  }

  /**
   * Adds the one reply to a command.
   *
   * @param error whether {@code payload} is an {@code ErrorReply} rather than the result
   */
  public void reply(ReplyTo to, boolean error, RawJson payload) {
    pending.add(
        new Pending(to.node(), new InboxItem.Reply(to.session(), to.request(), error, payload)));
  }

  /**
   * Adds an event for all sessions of the users, wherever they are.
   *
   * @param exceptSession the session that caused it and does not get it; empty for none
   */
  public void deliver(List<String> users, String exceptSession, String event, RawJson payload) {
    pending.add(new Pending(null, new InboxItem.Delivery(users, exceptSession, event, payload)));
    subjects.addAll(users);
  }

  /**
   * Adds an event for all sessions of those who watch the conversation. It goes to the nodes that
   * the conversation's route leads to, and to those where somebody was told before, in this outbox,
   * to watch it: their route may be on its way still.
   *
   * @param exceptSession the session that caused it and does not get it; empty for none
   */
  public void broadcast(
      String conversationId, String exceptSession, String event, RawJson payload) {
    pending.add(
        new Pending(null, new InboxItem.Broadcast(conversationId, exceptSession, event, payload)));
    subjects.add(RedisKeys.conversationSubject(conversationId));
  }

  /**
   * Tells the nodes of these users that they watch the conversation from here on, or no longer.
   *
   * @param revision of the conversation when that is so
   */
  public void watch(String conversationId, long revision, List<String> users, boolean watching) {
    pending.add(new Pending(null, new InboxItem.Watch(conversationId, revision, users, watching)));
    subjects.addAll(users);
  }

  /**
   * Tells the nodes of a user that sessions of it are revoked.
   *
   * @param sessionId only those whose token names this one; empty for all
   * @param reason a short code
   */
  public void revoke(String user, String sessionId, String reason) {
    pending.add(new Pending(null, new InboxItem.Revoke(user, sessionId, reason)));
    subjects.add(user);
  }

  /** Adds a user's presence for all sessions that watch it. */
  public void status(String user, RawJson view) {
    pending.add(new Pending(null, new InboxItem.Status(user, view)));
    subjects.add(RedisKeys.presenceSubject(user));
  }

  /**
   * Looks up the routes (now: a user who connects later asks for what it missed), then appends one
   * entry per node, its items in the order in which they were added. Completes when Redis has
   * answered for all. A node whose inbox is gone is taken out of the routes that led to it and is
   * no failure. Fails when Redis fails for any node; some nodes may have got their entry then.
   */
  public Uni<Void> send() {
    if (pending.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return routes.find(subjects).map(this::pack).chain(this::append);
  }

  private Map<String, Parcel> pack(Routes found) {
    Parcels parcels = new Parcels();
    for (Pending next : pending) {
      if (next.item() instanceof InboxItem.Delivery delivery) {
        packDelivery(delivery, found, parcels);
      } else if (next.item() instanceof InboxItem.Broadcast broadcast) {
        packBroadcast(broadcast, found, parcels);
      } else if (next.item() instanceof InboxItem.Watch watch) {
        packWatch(watch, found, parcels);
      } else if (next.item() instanceof InboxItem.Revoke revoke) {
        List<String> user = List.of(revoke.user());
        found.nodesOf(revoke.user()).forEach(node -> add(user, revoke, parcels.of(node)));
      } else if (next.item() instanceof InboxItem.Status status) {
        List<String> subject = List.of(RedisKeys.presenceSubject(status.user()));
        found.nodesOf(subject.get(0)).forEach(node -> add(subject, status, parcels.of(node)));
      } else {
        parcels.of(next.node()).items.add(next.item());
      }
    }
    return parcels.ofNode;
  }

  private static void packDelivery(InboxItem.Delivery delivery, Routes found, Parcels parcels) {
    usersOfNodes(delivery.users(), found)
        .forEach(
            (node, users) ->
                add(
                    users,
                    new InboxItem.Delivery(
                        users, delivery.exceptSession(), delivery.event(), delivery.payload()),
                    parcels.of(node)));
  }

  private static void packBroadcast(InboxItem.Broadcast broadcast, Routes found, Parcels parcels) {
    List<String> subject = List.of(RedisKeys.conversationSubject(broadcast.conversationId()));
    Set<String> nodes = new LinkedHashSet<>(found.nodesOf(subject.get(0)));
    nodes.addAll(parcels.watching.getOrDefault(broadcast.conversationId(), Set.of()));
    nodes.forEach(node -> add(subject, broadcast, parcels.of(node)));
  }

  private static void packWatch(InboxItem.Watch watch, Routes found, Parcels parcels) {
    String conversation = watch.conversationId();
    usersOfNodes(watch.users(), found)
        .forEach(
            (node, users) -> {
              add(
                  users,
                  new InboxItem.Watch(conversation, watch.revision(), users, watch.watching()),
                  parcels.of(node));
              if (watch.watching()) {
                parcels
                    .watching
                    .computeIfAbsent(conversation, c -> new LinkedHashSet<>())
                    .add(node);
              }
            });
  }

  private static Map<String, List<String>> usersOfNodes(List<String> users, Routes found) {
    Map<String, List<String>> usersOfNode = new HashMap<>();
    for (String user : users) {
      for (String node : found.nodesOf(user)) {
        usersOfNode.computeIfAbsent(node, n -> new ArrayList<>()).add(user);
      }
    }
    return usersOfNode;
  }

  private static void add(List<String> subjects, InboxItem item, Parcel parcel) {
    parcel.subjects.addAll(subjects);
    parcel.items.add(item);
  }

  private Uni<Void> append(Map<String, Parcel> parcels) {
    if (parcels.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Uni<Void>> appends = new ArrayList<>(parcels.size());
    parcels.forEach((node, parcel) -> appends.add(append(node, parcel)));
    return Uni.join().all(appends).andCollectFailures().replaceWithVoid();
  }

  private Uni<Void> append(String node, Parcel parcel) {
    byte[] entry = InboxEntryCodec.encode(new InboxEntry(parcel.items));
    return inboxes
        .append(node, entry)
        .chain(there -> there ? Uni.createFrom().voidItem() : forget(node, parcel.subjects));
  }

  private Uni<Void> forget(String node, Set<String> subjects) {
    LOG.debugf("node %s has no inbox, removing it from %d routes", node, subjects.size());
    return routes
        .removeGone(node, subjects)
        .onFailure()
        .recoverWithItem(
            failure -> {
              // A stale route costs one vain append; the next one tries again.
              LOG.warnf("routes to the gone node %s stay for now: %s", node, failure.getMessage());
              return null;
            });
  }
}
