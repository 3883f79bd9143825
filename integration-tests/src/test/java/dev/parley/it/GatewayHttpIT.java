package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that knows the gateways only: what it does by HTTP goes through them. */
class GatewayHttpIT {

  private static final String CHATS = "/api/v1/conversations";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private RunningSuite suite;

  @BeforeEach
  void start() throws Exception {
    // It is asked again and again until it is back.
    suite =
        RunningSuite.start(
            builder -> builder.environment("PARLEY_PROXY_RATE_USER_REQUESTS", "1000000"));
  }

  @AfterEach
  void stop() {
    suite.close();
  }

  @Test
  void whatIsSentThroughOneGateway_isReadThroughTheOther_andHeard() throws Exception {
    String chat = group();
    try (ChatClient listening = suite.connect(suite.gatewayB(), bob)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(201, send(chat, "m" + i).statusCode());
      }
      assertEquals(List.of("m0", "m1", "m2", "m3", "m4"), history(chat));
      Await.until("bob has heard all", () -> listening.seqs(chat).size() >= 5);
    }
    assertEquals(401, status(request(suite.gatewayA(), CHATS, null).GET().build()));
    assertEquals(404, status(request(suite.gatewayA(), "/api/v1/sessions", ann).GET().build()));
  }

  @Test
  void messageServiceKilled_is503_andThenAsBefore() throws Exception {
    String chat = group();
    assertEquals(201, send(chat, "before").statusCode());

    suite.killMessageService();
    HttpRequest read = request(suite.gatewayA(), CHATS + "/" + chat, ann).GET().build();
    Await.until("it is away", () -> status(read) == 503);
    HttpResponse<String> refused = send(chat, "never");
    assertEquals(503, refused.statusCode());
    assertTrue(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()) >= 1);
    assertEquals("unavailable", ChatClient.JSON.readTree(refused.body()).get("code").asText());
    assertTrue(suite.suite.process("gateway-1").isReady(), "the gateway is ready all the same");

    suite.startMessageService();
    Await.until("it is back", () -> status(read) == 200);
    Await.until("it takes messages", () -> sendQuietly(chat, "after") == 201);
    assertEquals(List.of("before", "after"), history(chat));
  }

  private String group() throws Exception {
    HttpResponse<String> created =
        http.send(
            request(suite.gatewayA(), CHATS, ann)
                .header("Idempotency-Key", "create")
                .POST(json("{'type':'group','memberIds':['%s']}".formatted(bob)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(201, created.statusCode(), created.body());
    return ChatClient.JSON.readTree(created.body()).get("conversationId").asText();
  }

  /** With its text as its key: sent twice it is stored once. */
  private HttpResponse<String> send(String chat, String text)
      throws IOException, InterruptedException {
    return http.send(
        request(suite.gatewayA(), CHATS + "/" + chat + "/messages", ann)
            .header("Idempotency-Key", text)
            .POST(json("{'content':{'type':'text','text':'%s'}}".formatted(text)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int sendQuietly(String chat, String text) {
    try {
      return send(chat, text).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What people wrote, as the other gateway shows it. */
  private List<String> history(String chat) throws Exception {
    HttpResponse<String> page =
        http.send(
            request(suite.gatewayB(), CHATS + "/" + chat + "/messages?limit=50", ann).GET().build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, page.statusCode(), page.body());
    return ChatClient.JSON.readTree(page.body()).get("messages").findValuesAsText("text");
  }

  private int status(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(URI gateway, String path, String user) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json");
    return user == null
        ? request
        : request.header("Authorization", "Bearer " + suite.suite.token(user));
  }

  private static HttpRequest.BodyPublisher json(String text) {
    return HttpRequest.BodyPublishers.ofString(text.replace('\'', '"'));
  }
}
