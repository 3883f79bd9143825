package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions that are ended at one gateway end at all. */
class RevocationIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");

  @BeforeAll
  static void startSuite() throws Exception {
    suite = RunningSuite.start();
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
  }

  @Test
  void one_session_ends_at_every_gateway_and_the_others_go_on() throws Exception {
    try (ChatClient a = connect(suite.gatewayA(), ann, "s1");
        ChatClient b = connect(suite.gatewayB(), ann, "s1");
        ChatClient other = connect(suite.gatewayB(), ann, "s2");
        ChatClient friend = connect(suite.gatewayA(), bob, "s1")) {
      assertEquals(
          204,
          revoke(
              suite.gatewayA(),
              "{\"userId\":\"%s\",\"sessionId\":\"s1\",\"reason\":\"logout\"}".formatted(ann)));

      for (ChatClient gone : List.of(a, b)) {
        assertEquals(4003, gone.await(gone.closed()));
        JsonNode event = gone.events.get(gone.events.size() - 1);
        assertEquals("session:revoked", event.get("method").asText());
        assertEquals("logout", event.get("params").get("reason").asText());
      }
      for (URI gateway : suite.suite.gateways()) {
        assertEquals(4003, ChatClient.closeCode(gateway, ann, suite.token(ann, "s1")));
      }
      String conversation = other.createDirect(bob);
      assertEquals(1, friend.await(friend.send(conversation, "m1", "hi")).get("seq").asLong());
      Await.until("the other session has it", () -> other.seqs(conversation).size() == 1);
      assertFalse(other.closed().isDone());
    }
  }

  @Test
  void all_sessions_of_a_user_end_from_a_gateway_that_has_none() throws Exception {
    try (ChatClient a = connect(suite.gatewayA(), ann, "s1");
        ChatClient nameless = suite.connect(suite.gatewayA(), ann)) {
      assertEquals(204, revoke(suite.gatewayB(), "{\"userId\":\"%s\"}".formatted(ann)));

      assertEquals(4003, a.await(a.closed()));
      assertEquals(4003, nameless.await(nameless.closed()));
    }
  }

  private static ChatClient connect(URI gateway, String user, String session) {
    return ChatClient.connect(gateway, user, suite.token(user, session));
  }

  private static int revoke(URI gateway, String body) throws IOException, InterruptedException {
    String token =
        suite.suite.tokens().issue("back-end", Duration.ofMinutes(10), List.of("service"));
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/api/v1/revocations"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }
}
