package dev.parley.gateway.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class TicketTest {

  private static final int UNAUTHORIZED = 401;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Inject Backend backend;

  @Test
  void ticket_connectsAsTheBearerOfTheToken() {
    try (Client client = Client.withQuery("ticket=" + ticket("ann"))) {
      assertEquals("ann", client.next().path("params").path("userId").asText());
    }
  }

  @Test
  void ticket_isGoodOnce() {
    String ticket = ticket("ann");
    Client.withQuery("ticket=" + ticket).close();

    assertEquals(UNAUTHORIZED, upgrade("ticket=" + ticket));
  }

  @Test
  void ticket_isGoodOnceHoweverManyComeAtOnce() {
    String ticket = ticket("crowd");
    List<CompletableFuture<Integer>> uses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      uses.add(upgradeLater("ticket=" + ticket));
    }
    List<Integer> answers =
        uses.stream().map(use -> use.orTimeout(30, TimeUnit.SECONDS).join()).toList();

    assertEquals(1, answers.stream().filter(status -> status == 101).count(), answers.toString());
    assertEquals(49, answers.stream().filter(status -> status == UNAUTHORIZED).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "*", "a%00b"})
  void ticket_thatNobodyIssuedIsNoneAtAll(String ticket) {
    assertEquals(UNAUTHORIZED, upgrade("ticket=" + ticket));
  }

  @Test
  void connection_endsWithTheTokenThatTheTicketWasFor() {
    String ticket = ticket(Tokens.of("brief", Duration.ofSeconds(3)), 200).extract().path("ticket");
    try (Client client = Client.withQuery("ticket=" + ticket)) {
      assertEquals("ready", client.next().path("method").asText());
      assertEquals(CloseCode.TOKEN_EXPIRED.number(), client.closeCode());
    }
  }

  @Test
  void ticket_endsWithItsToken() {
    String ticket = ticket(Tokens.of("brief", Duration.ofSeconds(2)), 200).extract().path("ticket");
    String late = Tokens.of("x", Duration.ofSeconds(2));
    Backend.until("the token has expired", () -> status(late) == UNAUTHORIZED);

    assertEquals(UNAUTHORIZED, upgrade("ticket=" + ticket));
  }

  @Test
  void redis_hasTheTicketHashedAndNotForLong() {
    String ticket = ticket("stored");

    boolean found = false;
    for (Response name : backend.call(Command.KEYS, backend.keys().ticket("*"))) {
      String key = name.toString();
      assertFalse(key.contains(ticket));
      Response holder = backend.call(Command.GET, key);
      if (holder != null && holder.toString().contains("\"stored\"")) {
        found = true;
        assertFalse(holder.toString().contains(ticket));
        long left = backend.call(Command.PTTL, key).toLong();
        assertTrue(left > 0 && left <= 30_000, left + " ms");
      }
    }
    assertTrue(found);
  }

  @Test
  void answer_isNotToBeKept() {
    given()
        .header("Authorization", "Bearer " + Tokens.of("ann"))
        .post("/api/v1/tickets")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .contentType("application/json")
        .body("expiresInSeconds", is(30))
        .body("ticket", hasLength(43));
  }

  @Test
  void tickets_areForBearersOfGoodTokensOnly() {
    given()
        .post("/api/v1/tickets")
        .then()
        .statusCode(UNAUTHORIZED)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("detail", is("a token is needed"));
    problem(Tokens.of("ann") + "x");
    problem(Tokens.of("no user"));
    problem(Tokens.of("ann", Duration.ofSeconds(-1)));
  }

  @Test
  void redisAway_isSaidAndMayBeTriedAgain() {
    String ticket = ticket("ann");
    backend.call(Command.CLIENT, "PAUSE", 60_000, "WRITE");
    try {
      given()
          .header("Authorization", "Bearer " + Tokens.of("ann"))
          .post("/api/v1/tickets")
          .then()
          .statusCode(503)
          .header("Retry-After", "1")
          .contentType("application/problem+json")
          .body("code", is("unavailable"))
          .body("retryable", is(true));
      assertEquals(503, upgrade("ticket=" + ticket));
    } finally {
      backend.call(Command.CLIENT, "UNPAUSE");
    }
  }

  @Test
  void subprotocol_bringsATokenAndIsNotRepeated() {
    String token = Tokens.of("ann");
    try (Client client = Client.withSubprotocols("parley.v1", "bearer." + token)) {
      assertEquals("ann", client.next().path("params").path("userId").asText());
      assertEquals("parley.v1", client.subprotocol());
    }
    try (Client client = Client.withSubprotocols("bearer." + token, "parley.v1")) {
      assertEquals("parley.v1", client.subprotocol());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parley.v1", "bearer.", "bearer.x", "bearer"})
  void subprotocol_withoutAGoodTokenIsNothing(String protocol) {
    assertEquals(UNAUTHORIZED, upgradeWith(protocol));
  }

  @Test
  void credentials_ofMoreThanOneKindAreRefused() {
    assertEquals(400, upgradeWith("bearer." + Tokens.of("ann") + ", bearer." + Tokens.of("bob")));
    assertEquals(400, upgrade("ticket=" + ticket("ann") + "&ticket=" + ticket("bob")));
    String ticket = ticket("ann");
    given()
        .headers("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Authorization", "Bearer " + Tokens.of("ann"))
        .get("/ws?ticket=" + ticket)
        .then()
        .statusCode(400);
    Client.withQuery("ticket=" + ticket).close();
  }

  private static void problem(String token) {
    ticket(token, UNAUTHORIZED)
        .header("WWW-Authenticate", "Bearer")
        .body("detail", is("the token is not valid"));
  }

  private static String ticket(String user) {
    return ticket(Tokens.of(user), 200).extract().path("ticket");
  }

  private static ValidatableResponse ticket(String token, int status) {
    return given()
        .header("Authorization", "Bearer " + token)
        .post("/api/v1/tickets")
        .then()
        .statusCode(status);
  }

  private static int status(String token) {
    return given().header("Authorization", "Bearer " + token).post("/api/v1/tickets").statusCode();
  }

  private static int upgradeWith(String subprotocols) {
    return given()
        .headers("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("Sec-WebSocket-Protocol", subprotocols)
        .get("/ws")
        .statusCode();
  }

  private static int upgrade(String query) {
    return upgradeLater(query).orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** The status that the request to connect is answered with. */
  private static CompletableFuture<Integer> upgradeLater(String query) {
    return HTTP.newWebSocketBuilder()
        .buildAsync(URI.create(Client.uri() + "?" + query), new WebSocket.Listener() {})
        .thenApply(
            socket -> {
              socket.abort();
              return 101;
            })
        .exceptionally(TicketTest::refusal);
  }

  private static int refusal(Throwable failure) {
    if (failure.getCause() instanceof WebSocketHandshakeException refused) {
      return refused.getResponse().statusCode();
    }
    throw new AssertionError(failure);
  }
}
