package dev.parley.routing;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxEntry;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What one batch has to tell the clients: replies and deliveries, one inbox entry per node
 * concerned. Not thread-safe; used once.
 */
public final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);

  /** A reply, whose node is known, or a delivery, whose nodes are looked up. */
  private record Pending(String node, InboxItem item) {}

  /** What goes to one node. */
  private static final class Parcel {
    private final List<InboxItem> items = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
  }

  private final RouteTable routes;
  private final InboxAppender inboxes;
  private final List<Pending> pending = new ArrayList<>();
  private final Set<String> users = new HashSet<>();

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
    this.users.addAll(users);
  }

  /**
   * Looks up the routes (now: a user who connects later asks for what it missed), then appends one
   * entry per node, its items in the order in which they were added. Completes when Redis has
   * answered for all. A node whose inbox is gone is taken out of the routes of those users and is
   * no failure. Fails when Redis fails for any node; some nodes may have got their entry then.
   */
  public Uni<Void> send() {
    if (pending.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return routes.find(users).map(this::pack).chain(this::append);
  }

  private Map<String, Parcel> pack(Routes found) {
    Map<String, Parcel> parcels = new LinkedHashMap<>();
    for (Pending next : pending) {
      if (next.item() instanceof InboxItem.Delivery delivery) {
        packDelivery(delivery, found, parcels);
      } else {
        parcels.computeIfAbsent(next.node(), n -> new Parcel()).items.add(next.item());
      }
    }
    return parcels;
  }

  private static void packDelivery(
      InboxItem.Delivery delivery, Routes found, Map<String, Parcel> parcels) {
    Map<String, List<String>> usersOfNode = new HashMap<>();
    for (String user : delivery.users()) {
      for (String node : found.nodesOf(user)) {
        usersOfNode.computeIfAbsent(node, n -> new ArrayList<>()).add(user);
      }
    }
    usersOfNode.forEach(
        (node, users) -> {
          Parcel parcel = parcels.computeIfAbsent(node, n -> new Parcel());
          parcel.users.addAll(users);
          parcel.items.add(
              new InboxItem.Delivery(
                  users, delivery.exceptSession(), delivery.event(), delivery.payload()));
        });
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
        .chain(there -> there ? Uni.createFrom().voidItem() : forget(node, parcel.users));
  }

  private Uni<Void> forget(String node, Set<String> users) {
    LOG.debugf("node %s has no inbox, removing it from the routes of %d users", node, users.size());
    return routes
        .removeGone(node, users)
        .onFailure()
        .recoverWithItem(
            failure -> {
              // A stale route costs one vain append; the next one tries again.
              LOG.warnf("routes to the gone node %s stay for now: %s", node, failure.getMessage());
              return null;
            });
  }
}
