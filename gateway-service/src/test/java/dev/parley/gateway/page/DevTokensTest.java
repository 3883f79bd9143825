package dev.parley.gateway.page;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.FakeService;
import io.restassured.path.json.JsonPath;
import io.smallrye.jwt.util.KeyUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of sessions, over services that behave like cache-service or do not. */
class DevTokensTest {

  private static final String LINUX =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36";

  @TempDir Path dir;

  private final CompletableFuture<JsonObject> asked = new CompletableFuture<>();
  private final CompletableFuture<String> authorization = new CompletableFuture<>();
  private Vertx vertx;
  private FakeService first;
  private FakeService second;
  private Path key;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    first = new FakeService(vertx, "first");
    second = new FakeService(vertx, "second");
    byte[] bytes = KeyUtils.generateKeyPair(2048).getPrivate().getEncoded();
    String body = Base64.getMimeEncoder().encodeToString(bytes);
    key =
        Files.writeString(
            dir.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterEach
  void stop() {
    await(vertx.close().toCompletionStage());
  }

  @Test
  void token_isOfASessionThatIsMadeFirst() {
    first.does(this::makeSession);

    JsonPath answer = signIn(List.of(first.url() + "/"));

    assertEquals("s1", answer.getString("sessionId"));
    assertEquals("s1", claims(answer.getString("token")).getString("sid"));
    assertEquals("ann", claims(answer.getString("token")).getString("sub"));
    assertEquals(DevTokens.LIFETIME.toSeconds(), answer.getLong("expiresInSeconds"));
    JsonObject wanted = await(asked);
    assertEquals("ann", wanted.getString("userId"));
    assertEquals("Chrome on Linux", wanted.getString("device"));
    assertEquals("127.0.0.1", wanted.getString("address"));
    assertEquals(DevTokens.LIFETIME.toSeconds(), wanted.getLong("idleSeconds"));
    assertEquals(DevTokens.LIFETIME.toSeconds(), wanted.getLong("capSeconds"));
  }

  @Test
  void session_isMadeWithATokenOfAServiceThatEndsSoon() {
    first.does(this::makeSession);
    JsonPath answer = signIn(List.of(first.url()));

    JsonObject service = claims(await(authorization).substring("Bearer ".length()));
    assertEquals(new JsonArray().add("service"), service.getJsonArray("groups"));
    assertEquals("issuer", service.getString("iss"));
    assertTrue(service.getLong("exp") - service.getLong("iat") <= 60);
    assertFalse(claims(answer.getString("token")).containsKey("groups"), "a user's has no role");
  }

  @Test
  void session_isMadeByTheNextReplicaWhenOneIsAway() {
    first.stop();
    second.does(this::makeSession);

    assertEquals("s1", signIn(List.of(first.url(), second.url())).getString("sessionId"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 429, 503})
  void token_isOfNoSessionWhenNoneIsMade(int status) {
    first.says(status);
    second.says(status);

    assertIsOfNoSession(signIn(List.of(first.url(), second.url())));
    assertEquals(1, second.seen().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "{}", "[]", "{\"sessionId\":null}"})
  void token_isOfNoSessionWhenTheAnswerHasNone(String body) {
    first.does(request -> request.response().setStatusCode(201).end(body));

    assertIsOfNoSession(signIn(List.of(first.url())));
  }

  @Test
  void token_isOfNoSessionWithoutCacheService() {
    assertIsOfNoSession(signIn(List.of()));
  }

  private static void assertIsOfNoSession(JsonPath answer) {
    assertNull(answer.get("sessionId"));
    assertFalse(claims(answer.getString("token")).containsKey("sid"));
  }

  private void makeSession(HttpServerRequest request) {
    authorization.complete(request.getHeader("Authorization"));
    request
        .body()
        .onSuccess(
            body -> {
              asked.complete(body.toJsonObject());
              request
                  .response()
                  .setStatusCode(request.path().equals("/api/v1/sessions") ? 201 : 404)
                  .end("{\"sessionId\":\"s1\",\"secret\":\"x\"}");
            });
  }

  private JsonPath signIn(List<String> cacheServices) {
    DevTokens tokens = DevTokens.of(key, "issuer", new DevSessions(vertx, cacheServices));
    Router router = Router.router(vertx);
    router.post("/dev/token").handler(BodyHandler.create(false)).handler(tokens::answer);
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage());
    return given()
        .baseUri("http://127.0.0.1:" + server.actualPort())
        .header("User-Agent", LINUX)
        .body("{\"user\":\"ann\"}")
        .post("/dev/token")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .extract()
        .jsonPath();
  }

  private static JsonObject claims(String token) {
    byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return new JsonObject(new String(payload, StandardCharsets.UTF_8));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
