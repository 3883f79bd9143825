package dev.parley.gateway.auth;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Identity;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code POST /api/v1/tickets}: a ticket for the bearer of a token. */
@Singleton
final class TicketDoor {

  private final TokenVerifier tokens;
  private final Tickets tickets;

  @Inject
  TicketDoor(TokenVerifier tokens, Tickets tickets) {
    this.tokens = tokens;
    this.tickets = tickets;
  }

  void open(@Observes Router router) {
    router.post("/api/v1/tickets").handler(this::issue);
  }

  private void issue(RoutingContext request) {
    HttpServerResponse response = request.response();
    Optional<String> token = Credentials.bearer(request.request());
    if (token.isEmpty()) {
      Problem.of(401, "a token is needed").send(response);
      return;
    }
    Context here = request.vertx().getOrCreateContext();
    tokens
        .verify(token.get())
        .chain(this::issue)
        .emitOn(next -> here.runOnContext(run -> next.run()))
        .subscribe()
        .with(ticket -> answer(response, ticket), failure -> unavailable(response, failure));
  }

  private Uni<Optional<String>> issue(Optional<Identity> identity) {
    return identity.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : tickets.issue(identity.get()).map(Optional::of);
  }

  private void answer(HttpServerResponse response, Optional<String> ticket) {
    if (ticket.isEmpty()) {
      Problem.of(401, "the token is not valid").send(response);
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(
            new JsonObject()
                .put("ticket", ticket.get())
                .put("expiresInSeconds", tickets.validity().toSeconds())
                .toBuffer());
  }

  private static void unavailable(HttpServerResponse response, Throwable failure) {
    Log.debugf("no ticket: %s", failure.getMessage());
    Problem.of(503, ErrorCode.UNAVAILABLE, "tickets cannot be kept at the moment", null)
        .send(response);
  }
}
