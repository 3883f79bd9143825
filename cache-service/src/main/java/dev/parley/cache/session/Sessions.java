package dev.parley.cache.session;

import dev.parley.cache.secret.RedisAnswers;
import dev.parley.cache.secret.Secrets;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is done with sessions, and told to the gateways. A session that is ended is noted as such
 * before it is told, so a client that connects meanwhile finds the note, or is found by its route.
 * Fails as {@code unavailable} while Redis has no answer. Safe from any thread.
 */
@Singleton
public final class Sessions {

  /** What clients are told of the end of a session. */
  private static final String REVOKED = "revoked";

  private static final String TOO_MANY = "too_many_sessions";

  /** Three times this is less than what {@link RedisAnswers} waits for all. */
  private static final Duration TELL_TIMEOUT = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 3;
  private static final Duration BACKOFF = Duration.ofMillis(50);

  private final SessionStore store;
  private final Downlink downlink;
  private final SessionMeters meters;
  private final SessionsAlive alive;

  @Inject
  Sessions(SessionStore store, Downlink downlink, SessionMeters meters, SessionsAlive alive) {
    this.store = store;
    this.downlink = downlink;
    this.meters = meters;
    this.alive = alive;
  }

  /** Makes a session. Should others end for it that cannot be told, it is made all the same. */
  Uni<Session> create(NewSession wanted) {
    return RedisAnswers.orUnavailable(store.create(wanted))
        .invoke(
            created -> {
              meters.created();
              meters.tooMany(created.ended().count());
              alive.used(wanted.sessionId());
            })
        .call(
            created ->
                tell(wanted.userId(), created.ended().sessionIds(), TOO_MANY)
                    .onFailure()
                    .recoverWithNull())
        .map(SessionStore.Created::session);
  }

  /**
   * The session of a secret, if there is one and it lives.
   *
   * @param touch whether that is a use of it
   * @param address where it is used from; empty for not known
   */
  Uni<Optional<Session>> lookUp(String secret, boolean touch, String address) {
    Uni<Optional<Session>> found =
        Secrets.isSecret(secret)
            ? RedisAnswers.orUnavailable(store.find(Secrets.hash(secret), touch, address))
            : Uni.createFrom().item(Optional.empty());
    return found.invoke(
        session -> {
          meters.lookedUp(session.isPresent());
          if (touch) {
            session.ifPresent(used -> alive.used(used.sessionId()));
          }
        });
  }

  /** The living sessions of a user, the one that was used last first. */
  Uni<List<Session>> list(String user) {
    return RedisAnswers.orUnavailable(store.list(user));
  }

  /** Ends one session, with all connections and tokens of it, and says how many that were. */
  public Uni<Integer> endOne(String user, String sessionId) {
    return end(user, Which.ONE, sessionId, List.of(sessionId));
  }

  /** The same for all sessions but that one. */
  Uni<Integer> endOthers(String user, String sessionId) {
    return end(user, Which.OTHERS, sessionId, null);
  }

  /** The same for all, and for connections and tokens that are of no session. */
  Uni<Integer> endAll(String user) {
    return end(user, Which.ALL, "", List.of(""));
  }

  /**
   * @param told whose connections are closed, whatever has ended; null for those that have
   */
  private Uni<Integer> end(String user, Which which, String id, List<String> told) {
    return RedisAnswers.orUnavailable(
        store
            .end(user, which, id)
            .invoke(ended -> meters.revoked(ended.count()))
            .call(ended -> tell(user, told == null ? ended.sessionIds() : told, REVOKED))
            .map(Ended::count));
  }

  private Uni<Void> tell(String user, List<String> sessionIds, String reason) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Outbox outbox = downlink.begin();
              sessionIds.forEach(id -> outbox.revoke(user, id, reason));
              return outbox.send().ifNoItem().after(TELL_TIMEOUT).fail();
            })
        .onFailure()
        .retry()
        .withBackOff(BACKOFF)
        .atMost(ATTEMPTS - 1)
        .onFailure()
        .invoke(
            failure -> {
              meters.untold();
              Log.warnf("not all gateways know that sessions ended: %s", failure.getMessage());
            });
  }
}
