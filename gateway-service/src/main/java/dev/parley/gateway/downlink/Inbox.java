package dev.parley.gateway.downlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.gateway.node.Resync;
import dev.parley.gateway.presence.WatchedUsers;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.uplink.NodeQueries;
import dev.parley.gateway.watch.WatchedConversations;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hands over what comes into this node's inbox. The next batch is read only after this one has been
 * handed to all sessions, so every session gets everything in the order of the inbox.
 */
@ApplicationScoped
class Inbox implements Resync {

  private final Sessions sessions;
  private final WatchedConversations watched;
  private final WatchedUsers watchedUsers;
  private final NodeQueries queries;
  private final FanOut fanOut;
  private final Revocations revocations;
  private final ObjectReader errors;

  @Inject
  Inbox(
      Sessions sessions,
      WatchedConversations watched,
      WatchedUsers watchedUsers,
      NodeQueries queries,
      FanOut fanOut,
      Revocations revocations,
      ObjectMapper json) {
    this.sessions = sessions;
    this.revocations = revocations;
    this.watched = watched;
    this.watchedUsers = watchedUsers;
    this.queries = queries;
    this.fanOut = fanOut;
    this.errors = json.readerFor(ErrorReply.class);
  }

  @Incoming("inbox")
  Uni<Void> onBatch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    Handover handover = new Handover();
    if (batch.gap()) {
      Log.warn("entries of the inbox were trimmed before they were read: all sessions resync");
      resync(sessions.all(), handover);
      watched.askAgain();
    }
    for (int i = 0; i < payloads.size(); i++) {
      try {
        for (InboxItem item : InboxEntryCodec.decode(payloads.get(i)).items()) {
          add(item, handover);
        }
      } catch (RuntimeException unreadable) {
        Log.errorf("inbox entry %s cannot be read: %s", batch.entries().get(i).id(), unreadable);
        batch.reject(i, unreadable);
      }
    }
    return handover.run();
  }

  @Override
  public Uni<Void> all() {
    Handover handover = new Handover();
    resync(sessions.all(), handover);
    return handover.run();
  }

  @Override
  public Uni<Void> of(Collection<String> users) {
    Handover handover = new Handover();
    EncodedEvent event = resync();
    tell(users, "", event, handover);
    return handover.run();
  }

  private static EncodedEvent resync() {
    return new EncodedEvent("resync", RawJson.of("{}"));
  }

  private void resync(Collection<Session> sessions, Handover handover) {
    EncodedEvent event = resync();
    sessions.forEach(session -> handover.tell(session, event.in(session.protocol())));
    fanOut.count(event.name(), sessions.size());
  }

  private void add(InboxItem item, Handover handover) {
    if (item instanceof InboxItem.Reply reply) {
      addReply(reply, handover);
    } else if (item instanceof InboxItem.Delivery delivery) {
      EncodedEvent event = new EncodedEvent(delivery.event(), delivery.payload());
      tell(delivery.users(), delivery.exceptSession(), event, handover);
    } else if (item instanceof InboxItem.Broadcast broadcast) {
      EncodedEvent event = new EncodedEvent(broadcast.event(), broadcast.payload());
      Collection<String> users = watched.usersOf(broadcast.conversationId());
      tell(users, broadcast.exceptSession(), event, handover);
    } else if (item instanceof InboxItem.Watch watch) {
      watched.heard(watch);
    } else if (item instanceof InboxItem.Revoke revoke) {
      revocations.add(revoke, handover);
    } else if (item instanceof InboxItem.Status status) {
      tellWatching(status, handover);
    }
  }

  private void tell(
      Collection<String> users, String exceptSession, EncodedEvent event, Handover handover) {
    int told = 0;
    for (String user : users) {
      for (Session session : sessions.ofUser(user)) {
        if (!session.id().equals(exceptSession)) {
          handover.tell(session, event.in(session.protocol()));
          told++;
        }
      }
    }
    fanOut.count(event.name(), told);
  }

  private void tellWatching(InboxItem.Status status, Handover handover) {
    EncodedEvent event = new EncodedEvent(EventType.USER_STATUS, status.payload());
    List<Session> watching = watchedUsers.heard(status);
    watching.forEach(session -> handover.tell(session, event.in(session.protocol())));
    fanOut.count(event.name(), watching.size());
  }

  private void addReply(InboxItem.Reply reply, Handover handover) {
    if (reply.session().equals(NodeQueries.SESSION)) {
      answerQuery(reply);
      return;
    }
    Session session = sessions.find(reply.session());
    if (session == null) {
      return;
    }
    if (reply.error()) {
      ErrorReply error = error(reply.payload());
      handover.act(session, s -> s.refuse(reply.request(), error));
    } else {
      handover.act(session, s -> s.reply(reply.request(), reply.payload()));
    }
  }

  private void answerQuery(InboxItem.Reply reply) {
    if (reply.error()) {
      queries.refuse(reply.request(), error(reply.payload()));
    } else {
      queries.answer(reply.request(), reply.payload());
    }
  }

  private ErrorReply error(RawJson payload) {
    try {
      return errors.readValue(payload.utf8());
    } catch (IOException unreadable) {
      return ErrorReply.of(ErrorCode.INTERNAL, "the request failed");
    }
  }
}
