package dev.parley.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.Services;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins, where the operator allows some. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(CorsTest.OneOrigin.class)
class CorsTest {

  /** As an operator sets it. */
  public static final class OneOrigin implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", "https://chat.example");
    }
  }

  private static final String CHATS = "/api/v1/conversations";

  Services.Behind behind;

  @BeforeEach
  void reset() {
    behind.reset();
  }

  @Test
  void preflight_isAnsweredHere() {
    given()
        .header("Origin", "https://chat.example")
        .header("Access-Control-Request-Method", "PATCH")
        .header("Access-Control-Request-Headers", "authorization,idempotency-key")
        .options(CHATS)
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "https://chat.example")
        .header("Access-Control-Allow-Methods", containsString("PATCH"))
        .header("Access-Control-Allow-Headers", containsString("idempotency-key"));
    assertEquals(0, behind.seen());
  }

  @Test
  void pageThatIsAllowed_mayReadTheAnswer() {
    Response answer = given().header("Origin", "https://chat.example").get(CHATS);
    assertEquals(200, answer.statusCode());
    assertEquals(
        List.of("https://chat.example"), answer.headers().getValues("Access-Control-Allow-Origin"));
    assertEquals(
        List.of("ETag,Location,RateLimit,RateLimit-Policy,Retry-After"),
        answer.headers().getValues("Access-Control-Expose-Headers"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://chat.example.evil.example",
        "https://evil-chat.example",
        "http://chat.example",
        "https://chat.example:444",
        "null"
      })
  void otherPages_mayNot(String origin) {
    Response answer = given().header("Origin", origin).get(CHATS);
    assertEquals(403, answer.statusCode());
    assertNull(answer.header("Access-Control-Allow-Origin"));
    assertEquals(0, behind.seen());
  }

  @Test
  void whoIsNoPage_passes() {
    given().get(CHATS).then().statusCode(200);
  }
}
