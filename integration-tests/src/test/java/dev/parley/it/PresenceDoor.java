package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Presence by HTTP as others use it: each call through another gateway than the one before. */
final class PresenceDoor {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final RunningSuite suite;

  PresenceDoor(RunningSuite suite) {
    this.suite = suite;
  }

  /** A token of a back-end service. */
  String service() {
    return suite.suite.tokens().issue("back-end", Tokens.LIFETIME, List.of("service"));
  }

  HttpResponse<String> get(String path, String token) {
    return call(request(gateway(), path, token).build(), BodyHandlers.ofString());
  }

  /** As a service that acts for a user. */
  HttpResponse<String> getFor(String user, String path) {
    HttpRequest.Builder request = request(gateway(), path, service());
    return call(request.header("Parley-User", user).build(), BodyHandlers.ofString());
  }

  /** A body with single quotes for double ones; empty for none. */
  HttpResponse<String> send(String method, String path, String token, String body) {
    HttpRequest.Builder request =
        request(gateway(), path, token).header("Content-Type", "application/json");
    request.method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    return call(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> query(String token, List<String> users) {
    String ids = String.join("','", users);
    return send("POST", "/query", token, "{'userIds':['%s']}".formatted(ids));
  }

  /**
   * Begins to follow users; again until somebody lets it.
   *
   * @param after the id of the last event that is known; null for none
   */
  EventReader follow(URI gateway, String token, List<String> users, Long after) {
    HttpRequest.Builder request =
        request(gateway, "/events?userIds=" + String.join(",", users), token);
    if (after != null) {
      request.header("Last-Event-ID", after.toString());
    }
    long end = System.nanoTime() + Await.LIMIT.toNanos();
    HttpResponse<InputStream> answer = call(request.build(), BodyHandlers.ofInputStream());
    while (answer.statusCode() != 200) {
      assertTrue(System.nanoTime() < end, "nobody lets it: " + answer);
      answer = call(request.build(), BodyHandlers.ofInputStream());
    }
    return new EventReader(answer.body());
  }

  private URI gateway() {
    return calls.incrementAndGet() % 2 == 0 ? suite.gatewayA() : suite.gatewayB();
  }

  private static HttpRequest.Builder request(URI gateway, String path, String token) {
    return HttpRequest.newBuilder(gateway.resolve("/api/v1/presence" + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> call(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(request + " has no answer", e);
    }
  }

  static JsonNode ok(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return json(answer);
  }

  static void assertProblem(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(code, json(answer).get("code").asText());
  }

  static void assertWrong(String field, String limit, HttpResponse<String> answer) {
    assertProblem(400, "invalid_params", answer);
    assertEquals(field, json(answer).path("field").asText(), answer.body());
    assertTrue(json(answer).get("detail").asText().contains(limit), answer.body());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return ChatClient.JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
