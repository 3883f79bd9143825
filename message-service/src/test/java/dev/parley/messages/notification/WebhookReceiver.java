package dev.parley.messages.notification;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody's HTTP service that takes webhooks: checks each signature as the specification tells
 * receivers to, and answers 401 when it is wrong.
 */
final class WebhookReceiver implements AutoCloseable {

  /** No answer before {@link #release()}. */
  static final int HOLD = -1;

  /** A request with a right signature. */
  record Hook(String id, long timestamp, JsonObject body, long receivedNanos) {

    JsonObject data() {
      return body.getJsonObject("data");
    }

    String user() {
      return data().getString("userId");
    }
  }

  private final HttpServer server;
  private final byte[] secret;
  private final List<Hook> hooks = new CopyOnWriteArrayList<>();
  private final List<String> forgeries = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger mostHeld = new AtomicInteger();

  /** Listens at the port, 0 for a free one. */
  WebhookReceiver(Vertx vertx, int port, String secret) throws Exception {
    this.secret = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/hook";
  }

  /** What is answered to notifications of a user from now on; 200 for who is not named. */
  void answer(String user, int status) {
    answers.put(user, status);
  }

  /** Answers those that are held: of users for whom the answer is {@link #HOLD}. */
  void release() {
    for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
      answer.run();
    }
  }

  /** How many were held at once at most. */
  int mostHeld() {
    return mostHeld.get();
  }

  List<Hook> of(String user) {
    return hooks.stream().filter(hook -> hook.user().equals(user)).toList();
  }

  List<String> forgeries() {
    return forgeries;
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body.getBytes()));
  }

  private void answer(HttpServerRequest request, byte[] body) {
    String id = request.getHeader("webhook-id");
    String timestamp = request.getHeader("webhook-timestamp");
    boolean right =
        request.method().name().equals("POST")
            && "application/json".equals(request.getHeader("content-type"))
            && isSigned(id, timestamp, body, request.getHeader("webhook-signature"));
    if (!right) {
      forgeries.add(request.uri());
      request.response().setStatusCode(401).end();
      return;
    }
    JsonObject json = new JsonObject(new String(body, StandardCharsets.UTF_8));
    Hook hook = new Hook(id, Long.parseLong(timestamp), json, System.nanoTime());
    hooks.add(hook);
    int status = answers.getOrDefault(hook.user(), 200);
    if (status == 302) {
      request.response().putHeader("location", "/elsewhere");
    }
    if (status == HOLD) {
      held.add(() -> request.response().setStatusCode(200).end());
      mostHeld.accumulateAndGet(held.size(), Math::max);
    } else {
      request.response().setStatusCode(status).end("who reads this?");
    }
  }

  private boolean isSigned(String id, String timestamp, byte[] body, String signatures) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      byte[] expected = mac.doFinal(body);
      for (String signature : signatures.split(" ", -1)) {
        if (signature.startsWith("v1,")
            && MessageDigest.isEqual(
                expected, Base64.getDecoder().decode(signature.substring(3)))) {
          return true;
        }
      }
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    server.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
