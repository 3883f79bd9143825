package dev.parley.gateway.auth;

import dev.parley.gateway.node.NodeLifecycle;
import dev.parley.gateway.session.Identity;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.function.Supplier;

/**
 * Decides before the WebSocket upgrade who may connect: 503 as long as this gateway cannot take
 * connections, or cannot look at a ticket; 403 from a page that is none of the {@link Origins}; 401
 * without valid {@link Credentials}, 400 with more than one, or with a {@code device} that is no
 * id. What it found out goes into the connection's user data, so a token is verified once per
 * connection.
 */
@Singleton
public final class ConnectCheck implements HttpUpgradeCheck {

  /** Endpoints with an id that begins so are guarded by this check. */
  public static final String GUARDED = "clients:";

  /** Who connects. */
  public static final TypedKey<Identity> IDENTITY = new TypedKey<>("identity");

  /** What lies beneath the WebSocket. */
  public static final TypedKey<HttpConnection> CONNECTION = new TypedKey<>("connection");

  /** The query parameter with the id of the client's device. */
  private static final String DEVICE = "device";

  private static final CheckResult UNAUTHORIZED =
      CheckResult.rejectUpgradeSync(401, Map.of("WWW-Authenticate", List.of("Bearer")));
  private static final CheckResult BAD_REQUEST = CheckResult.rejectUpgradeSync(400);
  private static final CheckResult FORBIDDEN = CheckResult.rejectUpgradeSync(403);
  private static final CheckResult UNAVAILABLE =
      CheckResult.rejectUpgradeSync(503, Map.of("Retry-After", List.of("1")));

  private final Credentials credentials;
  private final Origins origins;
  private final NodeLifecycle node;
  private final MeterRegistry meters;

  @Inject
  ConnectCheck(Credentials credentials, Origins origins, NodeLifecycle node, MeterRegistry meters) {
    this.credentials = credentials;
    this.origins = origins;
    this.node = node;
    this.meters = meters;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.startsWith(GUARDED);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    return decided(context).invoke(this::count);
  }

  private void count(CheckResult result) {
    int status = result.isUpgradePermitted() ? 101 : result.getHttpResponseCode();
    meters.counter("parley.connects", "status", String.valueOf(status)).increment();
  }

  private Uni<CheckResult> decided(HttpUpgradeContext context) {
    try {
      return check(context);
    } catch (IllegalArgumentException malformedQuery) {
      // Not to be left to what handles faults: that logs the address, with what is in it.
      return Uni.createFrom().item(BAD_REQUEST);
    }
  }

  private Uni<CheckResult> check(HttpUpgradeContext context) {
    if (!node.isAccepting()) {
      return Uni.createFrom().item(UNAVAILABLE);
    }
    if (!isOriginAllowed(context.httpRequest())) {
      return Uni.createFrom().item(FORBIDDEN);
    }
    List<Supplier<Uni<Optional<Identity>>>> found = credentials.of(context.httpRequest());
    if (found.size() != 1) {
      return Uni.createFrom().item(found.isEmpty() ? UNAUTHORIZED : BAD_REQUEST);
    }
    Optional<String> device = device(context.httpRequest());
    if (device.isEmpty()) {
      return Uni.createFrom().item(BAD_REQUEST);
    }
    Context here = Vertx.currentContext();
    return found
        .get(0)
        .get()
        .emitOn(next -> here.runOnContext(run -> next.run()))
        .map(identity -> decide(context, identity.map(known -> known.onDevice(device.get()))))
        .onFailure()
        .recoverWithItem(UNAVAILABLE);
  }

  private boolean isOriginAllowed(HttpServerRequest request) {
    return origins.allow(
        request.headers().getAll(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST));
  }

  /** What the client calls its device: the empty text for nothing, nothing for a bad name. */
  private static Optional<String> device(HttpServerRequest request) {
    List<String> named = request.params().getAll(DEVICE);
    if (named.isEmpty()) {
      return Optional.of("");
    }
    return named.size() == 1 && Identity.isDeviceId(named.get(0))
        ? Optional.of(named.get(0))
        : Optional.empty();
  }

  private static CheckResult decide(HttpUpgradeContext context, Optional<Identity> identity) {
    if (identity.isEmpty()) {
      return UNAUTHORIZED;
    }
    context.userData().put(IDENTITY, identity.get());
    context.userData().put(CONNECTION, context.httpRequest().connection());
    return CheckResult.permitUpgradeSync();
  }
}
