package dev.parley.gateway.page;

import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the sessions that the {@linkplain DevTokens tokens} of a local run are of, at
 * cache-service. Its client ends with Vert.x. Safe from any thread.
 */
final class DevSessions {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int CREATED = 201;

  private final List<String> addresses;
  private final HttpClient client;

  /**
   * @param addresses of cache-service; none for a suite without it
   */
  DevSessions(Vertx vertx, List<String> addresses) {
    this.addresses = addresses;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT.toMillis())
                .setKeepAlive(false));
  }

  /**
   * A new session of a user.
   *
   * @param serviceToken with the role {@code service}; only asked for when it is needed
   * @param lifetime how long it lives, used or not
   * @return its public id; empty when there is no cache-service, or none that makes one within 2 s
   *     per address; it never fails
   */
  Future<Optional<String>> begin(
      Supplier<String> serviceToken,
      String user,
      String device,
      String address,
      Duration lifetime) {
    if (addresses.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Buffer body =
        new JsonObject()
            .put("userId", user)
            .put("device", device)
            .put("address", address)
            .put("idleSeconds", lifetime.toSeconds())
            .put("capSeconds", lifetime.toSeconds())
            .toBuffer();
    return ask(0, serviceToken.get(), body);
  }

  private Future<Optional<String>> ask(int place, String token, Buffer body) {
    if (place == addresses.size()) {
      Log.warn("a token for the chat page is of no session: cache-service has made none");
      return Future.succeededFuture(Optional.empty());
    }
    return client
        .request(target(addresses.get(place)).putHeader("Authorization", "Bearer " + token))
        .compose(request -> send(request, body))
        .map(Optional::of)
        .recover(failure -> ask(place + 1, token, body));
  }

  private static RequestOptions target(String address) {
    String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(base + "/api/v1/sessions")
        .setTimeout(TIMEOUT.toMillis())
        .putHeader("Content-Type", "application/json");
  }

  private static Future<String> send(HttpClientRequest request, Buffer body) {
    return request
        .send(body)
        .expecting(answer -> answer.statusCode() == CREATED)
        .compose(HttpClientResponse::body)
        .map(answer -> answer.toJsonObject().getString("sessionId"));
  }
}
