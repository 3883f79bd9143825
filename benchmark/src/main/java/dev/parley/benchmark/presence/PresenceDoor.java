package dev.parley.benchmark.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.benchmark.HttpCalls;
import dev.parley.local.Suite;
import dev.parley.local.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The HTTP door of presence-service, as a service asks it, the replicas in turn. Blocks. */
final class PresenceDoor {

  /** Users that can be asked for at once. */
  static final int USERS = 1_000;

  private final HttpCalls http = new HttpCalls();
  private final List<URI> replicas;
  private final String token;
  private final AtomicInteger next = new AtomicInteger();

  PresenceDoor(Suite suite) {
    this.replicas = suite.presence();
    this.token = suite.tokens().issue("benchmark", Tokens.LIFETIME, List.of("service"));
  }

  /** How many users are connected. */
  long online() {
    return HttpCalls.read(send(HttpCalls.get(uri("/online"), token))).get("total").asLong();
  }

  /** Asks for {@value #USERS} users from that number on, or as many as there are to the other. */
  HttpRequest query(int from, int to) {
    String body =
        IntStream.range(from, Math.min(to, from + USERS))
            .mapToObj(user -> '"' + Crowd.user(user) + '"')
            .collect(Collectors.joining(",", "{\"userIds\":[", "]}"));
    return HttpCalls.post(uri("/query"), token, body);
  }

  /** Whether everybody that is asked for is offline. */
  boolean isOffline(HttpRequest query) {
    for (JsonNode view : HttpCalls.read(send(query)).get("users")) {
      if (!view.get("status").asText().equals("offline")) {
        return false;
      }
    }
    return true;
  }

  /** The body of the answer; fails when it is not the one that was asked for. */
  byte[] send(HttpRequest request) {
    return http.send(request);
  }

  private URI uri(String path) {
    URI replica = replicas.get(Math.floorMod(next.getAndIncrement(), replicas.size()));
    return replica.resolve("/api/v1/presence" + path);
  }
}
