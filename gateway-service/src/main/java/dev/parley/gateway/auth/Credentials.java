package dev.parley.gateway.auth;

import dev.parley.gateway.session.Identity;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a request may have what says whose it is: the header {@code Authorization: Bearer} (RFC
 * 6750), a WebSocket subprotocol {@code bearer.<token>}, or the query parameter {@code ticket}.
 * Nothing of it is ever logged. Safe from any thread.
 */
@Singleton
public final class Credentials {

  private static final String SCHEME = "Bearer ";
  private static final String SUBPROTOCOL = "bearer.";
  private static final String TICKET = "ticket";

  private final TokenVerifier tokens;
  private final Tickets tickets;

  @Inject
  Credentials(TokenVerifier tokens, Tickets tickets) {
    this.tokens = tokens;
    this.tickets = tickets;
  }

  /** The token of the header, if there is one. */
  public static Optional<String> bearer(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  /** All that a request to connect has; whose it is turns out when one is verified. */
  List<Supplier<Uni<Optional<Identity>>>> of(HttpServerRequest request) {
    List<Supplier<Uni<Optional<Identity>>>> found = new ArrayList<>(1);
    bearer(request).ifPresent(token -> found.add(() -> tokens.verify(token)));
    for (String header : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      for (String offered : header.split(",", -1)) {
        String protocol = offered.strip();
        if (protocol.startsWith(SUBPROTOCOL)) {
          found.add(() -> tokens.verify(protocol.substring(SUBPROTOCOL.length())));
        }
      }
    }
    for (String ticket : request.params().getAll(TICKET)) {
      found.add(() -> tickets.redeem(ticket));
    }
    return found;
  }
}
