package dev.parley.gateway.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.presence.WatchedUsers;
import dev.parley.gateway.session.ConnectionChanges;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.watch.WatchedConversations;
import dev.parley.routing.NodeRoutes;
import dev.parley.routing.RevokedTokens;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Lets sessions in and out, whatever the wire protocol. */
@Singleton
public final class Doorkeeper {

  /** How long Redis may take to say whether a token is revoked. */
  private static final Duration REVOKED_TIMEOUT = Duration.ofSeconds(2);

  private final Sessions sessions;
  private final NodeRoutes routes;
  private final WatchedConversations watched;
  private final WatchedUsers watchedUsers;
  private final RevokedTokens revoked;
  private final ConnectionChanges changes;
  private final GatewaySettings settings;
  private final ObjectMapper json;

  @Inject
  Doorkeeper(
      Sessions sessions,
      NodeRoutes routes,
      WatchedConversations watched,
      WatchedUsers watchedUsers,
      RevokedTokens revoked,
      ConnectionChanges changes,
      GatewaySettings settings,
      ObjectMapper json) {
    this.sessions = sessions;
    this.routes = routes;
    this.watched = watched;
    this.watchedUsers = watchedUsers;
    this.revoked = revoked;
    this.changes = changes;
    this.settings = settings;
    this.json = json;
  }

  /**
   * A client has connected. Its session is found from now on, and says {@code ready} as soon as the
   * user's route is in Redis, and those of the large conversations that the user is a member of;
   * when the first fails, or the token turns out to be revoked, the connection is closed. On the
   * connection's loop.
   *
   * @param onReady runs on the loop right after {@code ready}
   */
  public Session open(Identity identity, Transport transport, Runnable onReady) {
    Session session = sessions.open(identity, transport);
    closeOldest(session.userId());
    watched.enter(session.userId());
    routes
        .acquire(session.userId())
        .ifNoItem()
        .after(settings.session().openTimeout())
        .fail()
        // Only now: who revokes the token from here on finds the route.
        .chain(
            () ->
                Uni.combine()
                    .all()
                    .unis(watched.learn(session.userId()), isRevoked(identity))
                    .asTuple())
        .subscribe()
        .with(
            found -> session.loop().execute(() -> letIn(session, found.getItem2(), onReady)),
            failure -> session.loop().execute(() -> refuse(session, failure)));
    return session;
  }

  /** The client's connection has ended. On its loop. */
  public void closed(Session session) {
    sessions.remove(session);
    watched.leave(session.userId());
    watchedUsers.leave(session);
    routes.release(session.userId());
    if (session.wasReady()) {
      changes.changed(session.userId());
    }
    Log.debugf("session %s of user %s closed", session.id(), session.userId());
  }

  /**
   * Those that are closing already count: they are the oldest, and closing them again is nothing.
   */
  private void closeOldest(String user) {
    List<Session> all = sessions.ofUser(user);
    int tooMany = all.size() - settings.limits().connectionsPerUser();
    for (Session oldest : all.subList(0, Math.max(0, tooMany))) {
      oldest.loop().execute(() -> oldest.close(CloseCode.TOO_MANY_CONNECTIONS));
    }
  }

  /** No, when it cannot be found out in time. */
  private Uni<Boolean> isRevoked(Identity identity) {
    return revoked
        .isRevoked(identity.userId(), identity.sessionId(), identity.issuedAt())
        .ifNoItem()
        .after(REVOKED_TIMEOUT)
        .fail()
        .onFailure()
        .recoverWithItem(
            failure -> {
              Log.debugf("taken for not revoked: %s", failure.getMessage());
              count("unknown");
              return false;
            });
  }

  private void letIn(Session session, boolean isRevoked, Runnable onReady) {
    if (isRevoked) {
      count("refused");
      session.close(CloseCode.SESSION_REVOKED);
    } else {
      ready(session, onReady);
    }
  }

  private static void count(String outcome) {
    Metrics.counter("parley.connects.revoked", "outcome", outcome).increment();
  }

  private void ready(Session session, Runnable onReady) {
    if (!session.isClosed()) {
      session.ready(session.protocol().event(Ready.NAME, hello(session)));
      changes.changed(session.userId());
      onReady.run();
      Log.debugf("session %s of user %s ready", session.id(), session.userId());
    }
  }

  private static void refuse(Session session, Throwable failure) {
    if (!session.isClosed()) {
      Log.warnf("session %s not opened, no route: %s", session.id(), failure.getMessage());
      session.close(CloseCode.INTERNAL);
    }
  }

  private RawJson hello(Session session) {
    try {
      return RawJson.of(
          json.writeValueAsBytes(
              new Ready(
                  session.id(),
                  session.userId(),
                  session.deviceId(),
                  settings.node().id(),
                  settings.session().heartbeat().toSeconds())));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
