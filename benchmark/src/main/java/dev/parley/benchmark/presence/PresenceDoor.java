package dev.parley.benchmark.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.LocalRunException;
import dev.parley.local.Suite;
import dev.parley.local.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The HTTP door of presence-service, as a service asks it, the replicas in turn. Blocks. */
final class PresenceDoor {

  /** Users that can be asked for at once. */
  static final int USERS = 1_000;

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WAIT).build();
  private final List<URI> replicas;
  private final String token;
  private final AtomicInteger next = new AtomicInteger();

  PresenceDoor(Suite suite) {
    this.replicas = suite.presence();
    this.token = suite.tokens().issue("benchmark", Tokens.LIFETIME, List.of("service"));
  }

  /** How many users are connected. */
  long online() {
    return read(send(request("/online").GET().build())).get("total").asLong();
  }

  /** Asks for {@value #USERS} users from that number on, or as many as there are to the other. */
  HttpRequest query(int from, int to) {
    String body =
        IntStream.range(from, Math.min(to, from + USERS))
            .mapToObj(user -> '"' + Crowd.user(user) + '"')
            .collect(Collectors.joining(",", "{\"userIds\":[", "]}"));
    return request("/query")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Whether everybody that is asked for is offline. */
  boolean isOffline(HttpRequest query) {
    for (JsonNode view : read(send(query)).get("users")) {
      if (!view.get("status").asText().equals("offline")) {
        return false;
      }
    }
    return true;
  }

  /**
   * The body of the answer.
   *
   * @throws LocalRunException when it is not the one that was asked for
   */
  byte[] send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new LocalRunException("presence-service answered " + response.statusCode() + ".");
      }
      return response.body();
    } catch (IOException e) {
      throw new LocalRunException("presence-service did not answer: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    URI replica = replicas.get(Math.floorMod(next.getAndIncrement(), replicas.size()));
    return HttpRequest.newBuilder(replica.resolve("/api/v1/presence" + path))
        .timeout(WAIT)
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new LocalRunException("presence-service answered no JSON.", e);
    }
  }
}
