package dev.parley.cache.session;

import dev.parley.cache.secret.RedisAnswers;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.routing.RevokedTokens;
import dev.parley.service.http.Caller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Whose sessions a request is about: those of the caller itself, or, for a service, of whom it
 * names. A user's token that was revoked is good no more here, or its thief could end the sessions
 * of its owner.
 */
@RequestScoped
public class Owner {

  private final Caller caller;
  private final SecurityIdentity identity;
  private final JsonWebToken token;
  private final RevokedTokens revoked;

  @Inject
  Owner(Caller caller, SecurityIdentity identity, JsonWebToken token, RevokedTokens revoked) {
    this.caller = caller;
    this.identity = identity;
    this.token = token;
    this.revoked = revoked;
  }

  /**
   * The user.
   *
   * @param named by the request; null for nobody
   */
  Uni<String> user(String named) {
    if (named != null) {
      Check.userId("userId", named);
    }
    if (caller.isService()) {
      if (named == null) {
        throw new InvalidFieldException("userId", "is missing");
      }
      return Uni.createFrom().item(named);
    }
    String user = caller.user();
    if (named != null && !named.equals(user)) {
      throw new ForbiddenException(user + " may not do that for " + named);
    }
    return identity.hasRole(Caller.SERVICE) ? Uni.createFrom().item(user) : ofGoodToken(user);
  }

  /** The session that the caller's token is of; empty for none, or for a service. */
  String session() {
    return !identity.hasRole(Caller.SERVICE) && token.getClaim("sid") instanceof String id
        ? id
        : "";
  }

  private Uni<String> ofGoodToken(String user) {
    long issued = token.getIssuedAtTime();
    Instant issuedAt = issued == 0 ? null : Instant.ofEpochSecond(issued);
    return RedisAnswers.orUnavailable(revoked.isRevoked(user, session(), issuedAt))
        .map(
            isRevoked -> {
              if (isRevoked) {
                throw new AuthenticationFailedException("the token was revoked");
              }
              return user;
            });
  }
}
