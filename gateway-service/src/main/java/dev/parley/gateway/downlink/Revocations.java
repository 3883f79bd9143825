package dev.parley.gateway.downlink;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.json.StrictJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Ends the sessions that a revocation is of: each is told {@code session:revoked}, as the last
 * thing, and closed with {@link CloseCode#SESSION_REVOKED}. Safe from any thread.
 */
@Singleton
final class Revocations {

  private static final String EVENT = "session:revoked";

  private static final StrictJson<Revoked> PAYLOAD = StrictJson.of(Revoked.class);

  /** Payload of {@code session:revoked}. */
  private record Revoked(String reason) {}

  private final Sessions sessions;

  @Inject
  Revocations(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Adds what is to be done with the sessions concerned. */
  void add(InboxItem.Revoke revoke, Handover handover) {
    RawJson payload = PAYLOAD.write(new Revoked(revoke.reason()));
    EncodedEvent event = new EncodedEvent(EVENT, payload);
    for (Session session : sessions.ofUser(revoke.user())) {
      if (isConcerned(session, revoke.sessionId())) {
        handover.tell(session, event.in(session.protocol()));
        handover.act(session, revoked -> revoked.close(CloseCode.SESSION_REVOKED));
      }
    }
  }

  private static boolean isConcerned(Session session, String revoked) {
    return revoked.isEmpty() || revoked.equals(session.identity().sessionId());
  }
}
