package dev.parley.gateway.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.auth.TokenVerifier;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@TestProfile(WithPage.class)
class PageTest {

  private static final Pattern IMPORT = Pattern.compile("from '(\\./[^']+)'");
  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=|javascript:|//[a-z]");

  @Inject TokenVerifier tokens;

  @Test
  void page_isServedUnderAStrictPolicy() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .contentType(containsString("text/html"))
        .header("Content-Security-Policy", PageRoutes.CONTENT_SECURITY_POLICY)
        .header("Content-Security-Policy", not(containsString("unsafe")))
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache");
  }

  @Test
  void page_hasNothingInlineAndNothingFromElsewhere() {
    assertFalse(INLINE.matcher(given().get("/").asString()).find());
  }

  @Test
  void modules_areAllServedWithWhatTheyImport() {
    Set<String> seen = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of("/page/app.js"));
    while (!open.isEmpty()) {
      String path = open.remove(0);
      if (seen.add(path)) {
        Response response = given().get(path);
        assertEquals(200, response.statusCode(), path);
        assertTrue(response.contentType().contains("javascript"), path);
        Matcher imports = IMPORT.matcher(response.asString());
        while (imports.find()) {
          open.add(Path.of(path).resolveSibling(imports.group(1)).normalize().toString());
        }
      }
    }
    assertTrue(seen.contains("/page/parley/client.js"), seen.toString());
  }

  @Test
  void modulesOfTheClient_areTheOnesOfTheClient() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../clients/javascript/src"))) {
      for (Path file : files.toList()) {
        String served = given().get("/page/parley/" + file.getFileName()).asString();
        assertEquals(Files.readString(file), served, file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/../application.properties",
        "/page/%2e%2e/application.properties",
        "/page/..%2fapplication.properties",
        "/page/parley/../../application.properties",
        "/application.properties",
        "/index.html",
        "/page/nothing.js"
      })
  void nothingElse_isServed(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(404);
  }

  @Test
  void token_isOneThatTheGatewayTakes() {
    String token = token("{\"user\":\"ann\"}").jsonPath().getString("token");

    Identity identity = tokens.verify(token).await().atMost(Duration.ofSeconds(30)).orElseThrow();
    assertEquals("ann", identity.userId());
    assertTrue(identity.expiresAt().isAfter(Instant.now().plusSeconds(3600)));
    try (Client client = Client.connect(token)) {
      assertEquals("ann", client.next().get("params").get("userId").asText());
    }
  }

  @Test
  void connection_asThePageMakesItHasTheTokenAmongTheSubprotocolsAndGetsItNotBack() {
    String token = token("{\"user\":\"ann\"}").jsonPath().getString("token");

    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("parley.v1", "bearer." + token)
            .buildAsync(Client.uri(), new WebSocket.Listener() {})
            .orTimeout(30, TimeUnit.SECONDS)
            .join();

    assertEquals("parley.v1", socket.getSubprotocol());
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "\"ann\"",
        "{}",
        "{\"user\":7}",
        "{\"user\":\"\"}",
        "{\"user\":\"no user\"}"
      })
  void token_ofNobodyIsRefused(String body) {
    token(body).then().statusCode(400).contentType("application/problem+json");
  }

  @Test
  void token_isRefusedToAFormAndToWhatIsTooLarge() {
    // Another site's form or script can send only these types without asking.
    given()
        .contentType("text/plain")
        .body("{\"user\":\"ann\"}")
        .post("/dev/token")
        .then()
        .statusCode(415)
        .header("Access-Control-Allow-Origin", nullValue());
    token("{\"user\":\"" + "a".repeat(2000) + "\"}").then().statusCode(equalTo(413));
    given().get("/dev/token").then().statusCode(405);
  }

  private static Response token(String body) {
    return given().contentType("application/json").body(body).post("/dev/token");
  }
}
