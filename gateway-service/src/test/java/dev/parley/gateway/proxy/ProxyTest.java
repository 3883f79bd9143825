package dev.parley.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.FakeService;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawHttp;
import dev.parley.gateway.testing.Services;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through the gateway to the services and back. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(ProxyTest.Patient.class)
class ProxyTest {

  /** Nothing is cut or left out while a test looks. */
  public static final class Patient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.proxy.answer-timeout", "PT60S",
          "parley.proxy.circuit.requests", "1000",
          "parley.proxy.max-body", "1000",
          "parley.proxy.rate.address-requests", "1000000");
    }
  }

  private static final String CHATS = "/api/v1/conversations";

  Services.Behind behind;

  @BeforeEach
  void reset() {
    behind.reset();
  }

  @Test
  void request_arrivesAsItWasSent_andTheAnswerToo() {
    behind.messageA().does(request -> request.response().setStatusCode(418).end("A teapot"));
    behind.messageB().does(request -> request.response().setStatusCode(418).end("A teapot"));
    given().get(CHATS).then().statusCode(418).body(equalTo("A teapot"));

    behind.reset();
    given()
        .header("Authorization", "Bearer x.y.z")
        .header("Idempotency-Key", "k1")
        .contentType("application/json")
        .urlEncodingEnabled(false)
        .body("{\"a\":\"ü\"}")
        .post(CHATS + "/c%7C1/messages?limit=5&q=a%2Fb")
        .then()
        .statusCode(200);

    FakeService.Seen seen = onlyRequest();
    assertEquals("POST", seen.method());
    assertEquals(CHATS + "/c%7C1/messages?limit=5&q=a%2Fb", seen.uri());
    assertEquals("Bearer x.y.z", seen.headers().get("authorization"));
    assertEquals("k1", seen.headers().get("idempotency-key"));
    assertEquals("{\"a\":\"ü\"}", seen.body());
  }

  @Test
  void addresses_areTakenInTurn() {
    for (int i = 0; i < 6; i++) {
      given().get(CHATS).then().statusCode(200);
    }
    assertEquals(3, behind.messageA().seen().size());
    assertEquals(3, behind.messageB().seen().size());
  }

  @Test
  void path_saysWhoseItIs() {
    given().get("/api/v1/presence/ann").then().statusCode(200).body(equalTo("presence"));
    given().get("/api/v1/contacts/ann").then().statusCode(200);
    assertEquals(1, behind.seen());
    for (String path : List.of("chats", "chats/unread", "sessions?except=current", "counters/p1")) {
      given().get("/api/v1/" + path).then().statusCode(200).body(equalTo("cache"));
      assertEquals("/api/v1/" + path, behind.cache().seen().get(0).uri());
      behind.cache().reset();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/api/v1/cache/users/ann",
        "/api/v1/limits",
        "/api/v1/refresh-tokens",
        "/api/v1/",
        "/api/v1/q/health"
      })
  void pathsOfNobody_areNotFound(String path) {
    given()
        .get(path)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("not_found"))
        .body("status", equalTo(404));
  }

  @Test
  void validators_goThrough() {
    both(
        request ->
            request
                .response()
                .setStatusCode("\"7\"".equals(request.getHeader("If-None-Match")) ? 304 : 200)
                .putHeader("ETag", "\"7\"")
                .end());
    given().get(CHATS).then().statusCode(200).header("ETag", "\"7\"");
    given().header("If-None-Match", "\"7\"").get(CHATS).then().statusCode(304);
  }

  @Test
  void head_hasTheHeadersOnly() {
    both(request -> request.response().putHeader("Content-Length", "7").end());
    given().head(CHATS).then().statusCode(200).header("Content-Length", "7");
    given().head(CHATS).then().statusCode(200);
  }

  @Test
  void headersOfOneConnection_andWhatClientsSayOfThemselves_stayHere() {
    try (RawHttp http = new RawHttp()) {
      http.send(
          "GET /api/v1/conversations HTTP/1.1\r\nHost: chat.example\r\n"
              + "Connection: keep-alive, X-Hop, Content-Length\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
              + "TE: trailers\r\nProxy-Authorization: x\r\nProxy-Connection: x\r\n"
              + "Forwarded: for=6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\n"
              + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n"
              + "X-Real-IP: 6.6.6.6\r\nX-Kept: 1\r\n\r\n");
      assertEquals(200, RawHttp.status(http.readUntil("\r\n\r\n")));
    }
    MultiMap headers = onlyRequest().headers();
    for (String gone :
        List.of(
            "x-hop",
            "keep-alive",
            "te",
            "proxy-authorization",
            "proxy-connection",
            "forwarded",
            "x-real-ip")) {
      assertNull(headers.get(gone), gone);
    }
    assertEquals(List.of("127.0.0.1"), headers.getAll("x-forwarded-for"));
    assertEquals(List.of("http"), headers.getAll("x-forwarded-proto"));
    assertEquals(List.of("chat.example"), headers.getAll("x-forwarded-host"));
    assertEquals("1", headers.get("x-kept"));
  }

  @Test
  void headersOfTheServicesConnection_stayThere() {
    both(
        request ->
            request
                .response()
                .putHeader("Connection", "X-Hop")
                .putHeader("X-Hop", "1")
                .putHeader("Keep-Alive", "5")
                .putHeader("Server", "secret/1.0")
                .putHeader("X-Kept", "1")
                .end());
    given()
        .get(CHATS)
        .then()
        .header("X-Hop", nullValue())
        .header("Keep-Alive", nullValue())
        .header("Server", nullValue())
        .header("X-Kept", "1");
  }

  @Test
  void location_doesNotTellWhereTheServiceIs() {
    both(
        request ->
            request
                .response()
                .setStatusCode(201)
                .putHeader("Location", "http://" + request.getHeader("Host") + CHATS + "/c1?a=b")
                .end());
    given().post(CHATS).then().statusCode(201).header("Location", CHATS + "/c1?a=b");
    both(request -> request.response().putHeader("Location", "https://other.example/x").end());
    given().post(CHATS).then().header("Location", "https://other.example/x");
  }

  @Test
  void answers_areMadeSafeForBrowsers() {
    both(request -> request.response().putHeader("X-Content-Type-Options", "sniff").end());
    Response bare = given().header("Origin", "https://evil.example").get(CHATS);
    assertEquals(List.of("nosniff"), bare.headers().getValues("X-Content-Type-Options"));
    assertEquals("no-store", bare.header("Cache-Control"));
    assertEquals("no-referrer", bare.header("Referrer-Policy"));
    assertEquals(
        "default-src 'none'; frame-ancestors 'none'", bare.header("Content-Security-Policy"));
    assertNull(bare.header("Access-Control-Allow-Origin"));

    both(request -> request.response().putHeader("ETag", "\"1\"").end());
    assertEquals("private, no-cache", given().get(CHATS).header("Cache-Control"));
    both(request -> request.response().putHeader("Cache-Control", "public, max-age=5").end());
    assertEquals("public, max-age=5", given().get(CHATS).header("Cache-Control"));
    assertEquals("nosniff", given().get("/api/v1/nothing").header("X-Content-Type-Options"));
  }

  @Test
  void answer_isPassedOnAsItComes() {
    CompletableFuture<HttpServerResponse> answering = new CompletableFuture<>();
    both(
        request -> {
          request.response().setChunked(true).write("first");
          answering.complete(request.response());
        });
    try (RawHttp http = new RawHttp()) {
      http.send("GET " + CHATS + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      http.readUntil("first");
      answering.join().end("last");
      assertTrue(http.readAll().contains("last"));
    }
  }

  @Test
  void body_isPassedOnAsItComes() {
    CompletableFuture<String> first = new CompletableFuture<>();
    both(
        request -> {
          request.handler(chunk -> first.complete(chunk.toString()));
          request.endHandler(end -> request.response().end("all there"));
        });
    try (RawHttp http = new RawHttp()) {
      http.send(
          "POST "
              + CHATS
              + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
      assertEquals("first", first.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join());
      http.send("4\r\nlast\r\n0\r\n\r\n");
      assertTrue(http.readAll().contains("all there"));
    }
  }

  @Test
  void clientThatDoesNotRead_holdsTheServiceBack_andLosesNothing() {
    long total = 64L << 20;
    AtomicLong written = new AtomicLong();
    both(
        request ->
            write(request.response().putHeader("Content-Length", "" + total), total, written));
    try (RawHttp http = new RawHttp()) {
      http.send("GET " + CHATS + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      String head = http.readUntil("\r\n\r\n");
      assertEquals(200, RawHttp.status(head));
      AtomicLong before = new AtomicLong(-1);
      AtomicLong since = new AtomicLong(System.nanoTime());
      Backend.until(
          "the service waits",
          () -> {
            long now = written.get();
            if (before.getAndSet(now) != now) {
              since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > 500_000_000;
          });
      assertTrue(written.get() < total, "all was taken though nobody reads");
      assertEquals(total, http.readAll().length());
    }
  }

  @Test
  void bodyThatSaysItIsTooLarge_isRefusedUnread() {
    String response =
        RawHttp.exchange("POST " + CHATS + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
    assertEquals(413, RawHttp.status(response), response);
    assertTrue(response.contains("too_large"), response);
    assertEquals(0, behind.seen());
  }

  @Test
  void bodyThatTurnsOutTooLarge_isCutOff() {
    try (RawHttp http = new RawHttp()) {
      http.send("POST " + CHATS + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      http.send("3e8\r\n" + "x".repeat(1000) + "\r\n");
      http.send("1\r\nx\r\n");
      assertEquals(413, RawHttp.status(http.readUntil("\r\n\r\n")));
    }
    assertEquals(0, behind.seen(), "a service has got all of it");
  }

  @Test
  void whoWaitsForContinue_isToldSo() {
    try (RawHttp http = new RawHttp()) {
      http.send(
          "POST "
              + CHATS
              + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n"
              + "Expect: 100-continue\r\n\r\n");
      http.readUntil("100 Continue\r\n\r\n");
      http.send("hi");
      assertEquals(200, RawHttp.status(http.readAll()));
    }
    assertEquals("hi", onlyRequest().body());
  }

  @Test
  void oneConnection_takesManyRequests() {
    try (RawHttp http = new RawHttp()) {
      for (int i = 0; i < 10; i++) {
        http.send("POST " + CHATS + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
        http.readUntil("message ");
      }
    }
    assertEquals(10, behind.seen());
  }

  @Test
  void oneConnection_goesOnAfterRefusals() {
    try (RawHttp http = new RawHttp()) {
      for (int i = 0; i < 3; i++) {
        http.send("GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(404, RawHttp.status(http.readUntil("\"retryable\":false}")));
      }
      http.send("GET " + CHATS + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, RawHttp.status(http.readUntil("message ")));
    }
  }

  @Test
  void http2_goesThroughToo_andItsConnectionOutlivesRefusals() throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    assertEquals(200, http2(http, HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, http2(http, HttpRequest.BodyPublishers.ofString("hi")));
    assertEquals(413, http2(http, HttpRequest.BodyPublishers.ofString("x".repeat(1001))));
    assertEquals(
        411,
        http2(
            http,
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9]))));
    assertEquals(200, http2(http, HttpRequest.BodyPublishers.ofString("ho")));
    assertEquals(3, behind.seen());
  }

  private static int http2(HttpClient http, HttpRequest.BodyPublisher body) throws Exception {
    URI gateway = Client.uri();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + gateway.getHost() + ":" + gateway.getPort() + CHATS))
            .timeout(Duration.ofSeconds(30))
            .POST(body)
            .build();
    HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
    assertEquals(HttpClient.Version.HTTP_2, response.version());
    return response.statusCode();
  }

  private static void write(HttpServerResponse response, long left, AtomicLong written) {
    Buffer chunk = Buffer.buffer(new byte[65_536]);
    long rest = left;
    while (rest > 0 && !response.writeQueueFull()) {
      response.write(chunk);
      rest -= chunk.length();
      written.addAndGet(chunk.length());
    }
    long waiting = rest;
    if (waiting == 0) {
      response.end();
    } else {
      response.drainHandler(ready -> write(response, waiting, written));
    }
  }

  private void both(io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> behaviour) {
    behind.messageA().does(behaviour);
    behind.messageB().does(behaviour);
  }

  private FakeService.Seen onlyRequest() {
    assertEquals(1, behind.seen());
    assertFalse(behind.messageA().seen().isEmpty() && behind.messageB().seen().isEmpty());
    return behind.messageA().seen().isEmpty()
        ? behind.messageB().seen().get(0)
        : behind.messageA().seen().get(0);
  }
}
