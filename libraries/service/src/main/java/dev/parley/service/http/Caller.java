package dev.parley.service.http;

import dev.parley.contracts.command.Check;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who acts in a request: the subject of its token, or, for a token with the role {@value #SERVICE},
 * whom the header {@value #ON_BEHALF_OF} names. The rules for that user are the same either way.
 */
@RequestScoped
public class Caller {

  /** The role of back-end services, in the token's {@code groups}. */
  public static final String SERVICE = "service";

  /** The header by which a service acts for a user. */
  public static final String ON_BEHALF_OF = "Parley-User";

  private final SecurityIdentity identity;
  private final JsonWebToken token;
  private final HttpHeaders headers;

  @Inject
  Caller(SecurityIdentity identity, JsonWebToken token, HttpHeaders headers) {
    this.identity = identity;
    this.token = token;
    this.headers = headers;
  }

  /**
   * The user.
   *
   * @throws dev.parley.contracts.command.InvalidFieldException when it is no user id
   * @throws ForbiddenException when the token may not act for another
   */
  public String user() {
    String other = headers.getHeaderString(ON_BEHALF_OF);
    if (other == null) {
      if (!Check.isUserId(token.getSubject())) {
        throw new ForbiddenException("the token's subject is no user id");
      }
      return token.getSubject();
    }
    if (!identity.hasRole(SERVICE)) {
      throw new ForbiddenException(ON_BEHALF_OF + " needs the role " + SERVICE);
    }
    Check.userId(ON_BEHALF_OF, other);
    return other;
  }

  /** Whether a service acts for itself: it has the role, and names no user. */
  public boolean isService() {
    return headers.getHeaderString(ON_BEHALF_OF) == null && identity.hasRole(SERVICE);
  }
}
