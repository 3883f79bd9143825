package dev.parley.gateway.auth;

import dev.parley.gateway.node.NodeLifecycle;
import dev.parley.gateway.session.Identity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides before the WebSocket upgrade who may connect: 503 as long as this gateway cannot take
 * connections, 403 from a page that is none of the {@link Origins}, 401 without a valid token in
 * {@code Authorization: Bearer} (RFC 6750). What it found out goes into the connection's user data,
 * so a token is verified once per connection.
 */
@Singleton
public final class ConnectCheck implements HttpUpgradeCheck {

  /** Endpoints with an id that begins so are guarded by this check. */
  public static final String GUARDED = "clients:";

  /** Who connects. */
  public static final TypedKey<Identity> IDENTITY = new TypedKey<>("identity");

  /** What lies beneath the WebSocket. */
  public static final TypedKey<HttpConnection> CONNECTION = new TypedKey<>("connection");

  private static final String SCHEME = "Bearer ";
  private static final CheckResult UNAUTHORIZED =
      CheckResult.rejectUpgradeSync(401, Map.of("WWW-Authenticate", List.of("Bearer")));
  private static final CheckResult FORBIDDEN = CheckResult.rejectUpgradeSync(403);
  private static final CheckResult UNAVAILABLE =
      CheckResult.rejectUpgradeSync(503, Map.of("Retry-After", List.of("1")));

  private final TokenVerifier tokens;
  private final Origins origins;
  private final NodeLifecycle node;

  @Inject
  ConnectCheck(TokenVerifier tokens, Origins origins, NodeLifecycle node) {
    this.tokens = tokens;
    this.origins = origins;
    this.node = node;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.startsWith(GUARDED);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (!node.isAccepting()) {
      return Uni.createFrom().item(UNAVAILABLE);
    }
    if (!isOriginAllowed(context.httpRequest())) {
      return Uni.createFrom().item(FORBIDDEN);
    }
    Optional<String> token = bearer(context.httpRequest());
    if (token.isEmpty()) {
      return Uni.createFrom().item(UNAUTHORIZED);
    }
    Context here = Vertx.currentContext();
    return tokens
        .verify(token.get())
        .emitOn(next -> here.runOnContext(run -> next.run()))
        .map(identity -> decide(context, identity));
  }

  private boolean isOriginAllowed(HttpServerRequest request) {
    return origins.allow(
        request.headers().getAll(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST));
  }

  private static CheckResult decide(HttpUpgradeContext context, Optional<Identity> identity) {
    if (identity.isEmpty()) {
      return UNAUTHORIZED;
    }
    context.userData().put(IDENTITY, identity.get());
    context.userData().put(CONNECTION, context.httpRequest().connection());
    return CheckResult.permitUpgradeSync();
  }

  private static Optional<String> bearer(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
