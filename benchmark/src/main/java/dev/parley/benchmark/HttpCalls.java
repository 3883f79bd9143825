package dev.parley.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.LocalRunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Requests by HTTP/1.1 that must succeed. The methods block, for 30 s at most, and throw {@link
 * LocalRunException} for any answer but a 2xx. Safe from any thread.
 */
public final class HttpCalls {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(WAIT).build();

  /** A {@code GET} with that token. */
  public static HttpRequest get(URI uri, String token) {
    return request(uri, token).GET().build();
  }

  /** A {@code POST} of JSON with that token. */
  public static HttpRequest post(URI uri, String token, String body) {
    return request(uri, token)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** The body of the answer. */
  public byte[] send(HttpRequest request) {
    try {
      return body(request, http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new LocalRunException(path(request) + " has no answer: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    }
  }

  /** The bodies of the answers, in the order of the requests, {@value #AT_ONCE} at a time. */
  public List<byte[]> sendAll(List<HttpRequest> requests) {
    List<byte[]> bodies = new ArrayList<>(requests.size());
    for (int from = 0; from < requests.size(); from += AT_ONCE) {
      List<CompletableFuture<byte[]>> part = new ArrayList<>(AT_ONCE);
      for (HttpRequest one : requests.subList(from, Math.min(requests.size(), from + AT_ONCE))) {
        part.add(
            http.sendAsync(one, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> body(one, response)));
      }
      part.forEach(one -> bodies.add(result(one)));
    }
    return bodies;
  }

  /** A body as JSON. */
  public static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new LocalRunException("An answer is no JSON.", e);
    }
  }

  private static HttpRequest.Builder request(URI uri, String token) {
    return HttpRequest.newBuilder(uri).timeout(WAIT).header("Authorization", "Bearer " + token);
  }

  private static byte[] body(HttpRequest request, HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw new LocalRunException(path(request) + " was answered " + response.statusCode() + ".");
    }
    return response.body();
  }

  private static String path(HttpRequest request) {
    return request.uri().getPath();
  }

  private static byte[] result(CompletableFuture<byte[]> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw new LocalRunException(e.getCause().getMessage(), e.getCause());
    }
  }
}
