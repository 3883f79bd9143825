package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** cache-service as back ends use it: each call at another replica than the one before. */
final class CacheDoor {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final List<URI> replicas;
  private final String service;

  CacheDoor(RunningSuite suite) {
    replicas = suite.suite.cache();
    service = suite.suite.tokens().issue("back-end", Tokens.LIFETIME, List.of("service"));
  }

  /**
   * As a service.
   *
   * @param body with single quotes for double ones; empty for none
   * @param headers names and values, in turns
   */
  HttpResponse<String> call(String method, String path, String body, String... headers) {
    return call(replica(), method, path, service, body, headers);
  }

  /** At any address, with any token. */
  HttpResponse<String> call(
      URI at, String method, String path, String token, String body, String... headers) {
    try {
      return http.send(request(at, method, path, token, body, headers), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(method + " " + path + " has no answer", e);
    }
  }

  /** A good answer to a service. */
  JsonNode ok(String method, String path, String body) {
    return good(call(method, path, body));
  }

  /** The same call many times, as good as at once, and what each is answered. */
  List<HttpResponse<String>> race(int racers, String method, String path, String body) {
    List<CompletableFuture<HttpResponse<String>>> racing =
        IntStream.range(0, racers)
            .mapToObj(
                i ->
                    http.sendAsync(
                        request(replica(), method, path, service, body), BodyHandlers.ofString()))
            .toList();
    return racing.stream().map(CompletableFuture::join).toList();
  }

  /** A call that may be repeated, until a replica answers it well. */
  JsonNode forSure(String method, String path) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpRequest request = request(replica(), method, path, service, "");
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 503 || attempt == ATTEMPTS) {
          return good(answer);
        }
      } catch (IOException | InterruptedException e) {
        if (attempt == ATTEMPTS) {
          throw new AssertionError(method + " " + path + " has no answer", e);
        }
      }
    }
  }

  private URI replica() {
    return replicas.get(calls.getAndIncrement() % replicas.size());
  }

  private static HttpRequest request(
      URI at, String method, String path, String token, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at.resolve("/api/v1" + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  /** What was answered, where that is no problem. */
  static JsonNode good(HttpResponse<String> answer) {
    assertEquals(2, answer.statusCode() / 100, answer.body());
    return ChatClient.parse(answer.body());
  }
}
