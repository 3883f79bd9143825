package dev.parley.gateway.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class RevocationTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Backend backend;

  @Test
  void revocation_endsTheSessionsOfThatName() {
    try (Client first = connect(Tokens.ofSession("ann", HOUR, "s1"));
        Client second = connect(Tokens.ofSession("ann", HOUR, "s1"));
        Client other = connect(Tokens.ofSession("ann", HOUR, "s2"));
        Client nameless = connect(Tokens.of("ann", HOUR));
        Client bob = connect(Tokens.ofSession("bob", HOUR, "s1"))) {
      revoke("{'userId':'ann','sessionId':'s1','reason':'logout'}").statusCode(204);

      assertRevoked(first, "logout");
      assertRevoked(second, "logout");
      assertUndisturbed(other, nameless, bob);
    }
  }

  @Test
  void revocation_ofAUserEndsAll() {
    try (Client one = connect(Tokens.ofSession("cleo", HOUR, "s1"));
        Client nameless = connect(Tokens.of("cleo", HOUR));
        Client bob = connect(Tokens.of("bob", HOUR))) {
      revoke("{'userId':'cleo'}").statusCode(204);

      assertRevoked(one, "revoked");
      assertRevoked(nameless, "revoked");
      assertUndisturbed(bob);
      Backend.until("the route is gone", () -> backend.route("cleo") == null);
    }
  }

  @Test
  void token_ofARevokedSessionConnectsNoMore() {
    String revoked = Tokens.ofSession("gus", HOUR, "s1");
    String ticket = ticket(revoked);
    revoke("{'userId':'gus','sessionId':'s1'}").statusCode(204);

    assertTurnedAway(Client.connect(revoked));
    assertTurnedAway(Client.withSubprotocols("parley.v1", "bearer." + revoked));
    assertTurnedAway(Client.withQuery("ticket=" + ticket));
    try (Client other = connect(Tokens.ofSession("gus", HOUR, "s2"));
        Client nameless = connect(Tokens.of("gus", HOUR))) {
      assertUndisturbed(other, nameless);
    }
  }

  @Test
  void token_thatIsOlderThanARevocationOfAllConnectsNoMore() {
    String before = Tokens.ofSession("hal", HOUR, "s1");
    String ticket = ticket(before);
    revoke("{'userId':'hal'}").statusCode(204);

    assertTurnedAway(Client.connect(before));
    assertTurnedAway(Client.connect(Tokens.of("hal", HOUR)));
    assertTurnedAway(Client.withQuery("ticket=" + ticket));
    try (Client after = connect(Tokens.issuedNow("hal", HOUR, "s2"))) {
      assertUndisturbed(after);
    }
  }

  /** Whatever comes first, nobody is left in. */
  @Test
  void connection_thatComesWithTheRevocationIsEnded() {
    for (int i = 0; i < 20; i++) {
      String session = "s" + i;
      Client client = Client.connect(Tokens.ofSession("ida", HOUR, session));
      revoke("{'userId':'ida','sessionId':'" + session + "'}").statusCode(204);
      assertEquals(CloseCode.SESSION_REVOKED.number(), client.closeCode());
    }
  }

  @Test
  void connection_standsWhenTheNoteCannotBeRead() {
    backend.call(Command.SET, backend.keys().revoked("jo"), "no sorted set");
    double before = unknown();

    try (Client client = connect(Tokens.ofSession("jo", HOUR, "s1"))) {
      assertUndisturbed(client);
    }
    assertEquals(before + 1, unknown());
    backend.call(Command.DEL, backend.keys().revoked("jo"));
  }

  @Test
  void note_endsWithTheLastToken() {
    revoke("{'userId':'kim','sessionId':'s1'}").statusCode(204);

    long left = backend.call(Command.PTTL, backend.keys().revoked("kim")).toLong();
    assertTrue(left > 0 && left <= Duration.ofHours(24).toMillis(), left + " ms");
  }

  private static double unknown() {
    return Metrics.counter("parley.connects.revoked", "outcome", "unknown").count();
  }

  private static String ticket(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .post("/api/v1/tickets")
        .then()
        .statusCode(200)
        .extract()
        .path("ticket");
  }

  private static void assertTurnedAway(Client client) {
    assertEquals(CloseCode.SESSION_REVOKED.number(), client.closeCode());
    assertEquals(0, client.waiting());
  }

  @Test
  void revocation_ofNobodyHereIsDone() {
    revoke("{'userId':'nobody'}").statusCode(204);
    revoke("{'userId':'nobody','sessionId':'s1'}").statusCode(204);
  }

  @Test
  void revocation_comesFromTheInboxWhoeverWroteIt() {
    try (Client client = connect(Tokens.ofSession("dora", HOUR, "s1"))) {
      backend.tell(
          new InboxItem.Revoke("dora", "other", "x"), new InboxItem.Revoke("dora", "s1", "a\"b"));

      assertRevoked(client, "a\"b");
    }
  }

  @Test
  void revocations_areForServicesOnly() {
    given().body("{}").post("/api/v1/revocations").then().statusCode(401);
    post("x", "{'userId':'eve'}").statusCode(401).header("WWW-Authenticate", "Bearer");
    try (Client eve = connect(Tokens.of("eve", HOUR))) {
      post(Tokens.of("eve"), "{'userId':'eve'}")
          .statusCode(403)
          .contentType("application/problem+json")
          .body("code", is("forbidden"));
      post(Tokens.of("eve", "admin", "Service"), "{'userId':'eve'}").statusCode(403);
      assertUndisturbed(eve);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '#',
      delimiter = ';',
      value = {
        "#{}#; userId",
        "#{'userId':''}#; userId",
        "#{'userId':'a b'}#; userId",
        "#{'userId':7}#; userId",
        "#{'userId':'ann','sessionId':''}#; sessionId",
        "#{'userId':'ann','sessionId':'a b'}#; sessionId",
        "#{'userId':'ann','sessionId':['a']}#; sessionId",
        "#{'userId':'ann','reason':'Your account'}#; reason",
        "#{'userId':'ann','reason':''}#; reason",
        "#[]#; params",
        "#x#; params",
        "##; params"
      })
  void revocation_thatIsWrongNamesTheField(String body, String field) {
    revoke(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", is("invalid_params"))
        .body("field", is(field));
  }

  @Test
  void revocation_thatIsTooLargeIsNotRead() {
    revoke("{'userId':'" + "x".repeat(5_000) + "'}").statusCode(413).body("code", is("too_large"));
  }

  @Test
  void redisAway_isSaidAndMayBeTriedAgain() {
    try (Client client = connect(Tokens.of("finn", HOUR))) {
      backend.call(Command.CLIENT, "PAUSE", 60_000, "WRITE");
      try {
        revoke("{'userId':'finn'}")
            .statusCode(503)
            .header("Retry-After", "1")
            .body("retryable", is(true));
      } finally {
        backend.call(Command.CLIENT, "UNPAUSE");
      }
      revoke("{'userId':'finn'}").statusCode(204);
      assertRevoked(client, "revoked");
    }
  }

  private static Client connect(String token) {
    Client client = Client.connect(token);
    assertEquals("ready", client.next().path("method").asText());
    return client;
  }

  private static void assertRevoked(Client client, String reason) {
    JsonNode event = client.next();
    assertEquals("session:revoked", event.path("method").asText(), event.toString());
    assertEquals(reason, event.path("params").path("reason").asText());
    assertEquals(CloseCode.SESSION_REVOKED.number(), client.closeCode());
  }

  /** Answers, after whatever came before it. */
  private static void assertUndisturbed(Client... clients) {
    for (Client client : clients) {
      client.request("1", "no:method", "{}");
      client.error("1", "method_not_found");
      assertFalse(client.isClosed());
    }
  }

  private static ValidatableResponse revoke(String body) {
    return post(Tokens.of("back-end", "service"), body);
  }

  private static ValidatableResponse post(String token, String body) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(body.replace('\'', '"'))
        .post("/api/v1/revocations")
        .then();
  }
}
