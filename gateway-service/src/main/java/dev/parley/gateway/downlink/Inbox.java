package dev.parley.gateway.downlink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.gateway.node.Resync;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hands over what comes into this node's inbox. The next batch is read only after this one has been
 * handed to all sessions, so every session gets everything in the order of the inbox.
 */
@ApplicationScoped
class Inbox implements Resync {

  private final Sessions sessions;
  private final ObjectReader errors;

  @Inject
  Inbox(Sessions sessions, ObjectMapper json) {
    this.sessions = sessions;
    this.errors = json.readerFor(ErrorReply.class);
  }

  @Incoming("inbox")
  Uni<Void> onBatch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    Handover handover = new Handover();
    if (batch.gap()) {
      Log.warn("entries of the inbox were trimmed before they were read: all sessions resync");
      resync(handover);
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
    resync(handover);
    return handover.run();
  }

  private void resync(Handover handover) {
    EncodedEvent event = new EncodedEvent("resync", RawJson.of("{}"));
    sessions.all().forEach(session -> handover.tell(session, event.in(session.protocol())));
  }

  private void add(InboxItem item, Handover handover) {
    if (item instanceof InboxItem.Reply reply) {
      Session session = sessions.find(reply.session());
      if (session != null) {
        addReply(reply, session, handover);
      }
    } else if (item instanceof InboxItem.Delivery delivery) {
      EncodedEvent event = new EncodedEvent(delivery.event(), delivery.payload());
      for (String user : delivery.users()) {
        for (Session session : sessions.ofUser(user)) {
          if (!session.id().equals(delivery.exceptSession())) {
            handover.tell(session, event.in(session.protocol()));
          }
        }
      }
    }
  }

  private void addReply(InboxItem.Reply reply, Session session, Handover handover) {
    if (reply.error()) {
      ErrorReply error = error(reply.payload());
      handover.act(session, s -> s.refuse(reply.request(), error));
    } else {
      handover.act(session, s -> s.reply(reply.request(), reply.payload()));
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
