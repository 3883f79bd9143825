package dev.parley.gateway.proxy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.Services;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who ask too much. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(RateTest.Few.class)
class RateTest {

  /** Little is allowed, and nothing comes back while a test runs. */
  public static final class Few implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.proxy.rate.user-requests", "3",
          "parley.proxy.rate.address-requests", "4",
          "parley.proxy.rate.window", "PT5H",
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "quarkus.http.proxy.allow-x-forwarded", "true");
    }
  }

  private static final String CHATS = "/api/v1/conversations";

  Services.Behind behind;

  @BeforeEach
  void reset() {
    behind.reset();
  }

  @Test
  void user_isRefusedAfterItsQuota_atEveryAddress() {
    for (int left = 2; left >= 0; left--) {
      as("rate1", "10.0.0." + left)
          .statusCode(200)
          .header("RateLimit-Policy", "\"user\";q=3;w=18000")
          .header("RateLimit", startsWith("\"user\";r=" + left + ";t="));
    }
    as("rate1", "10.0.0.9")
        .statusCode(429)
        .contentType("application/problem+json")
        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
        .header("RateLimit", startsWith("\"user\";r=0;t="))
        .body("code", equalTo("rate_limited"))
        .body("retryable", equalTo(true));
    assertEquals(3, behind.seen(), "the fourth has reached the service");

    as("rate2", "10.0.0.9").statusCode(200);
    given().auth().oauth2(Tokens.of("rate1")).get("/api/v1/presence/ann").then().statusCode(200);
  }

  @Test
  void refusedPost_leavesNothingBehind() {
    for (int i = 0; i < 3; i++) {
      as("rate3", "10.0.1.1").statusCode(200);
    }
    for (int i = 0; i < 3; i++) {
      given()
          .auth()
          .oauth2(Tokens.of("rate3"))
          .body("x".repeat(500))
          .post(CHATS)
          .then()
          .statusCode(429);
    }
    as("rate4", "10.0.1.1").statusCode(200);
  }

  @Test
  void withoutAGoodToken_theAddressCounts_andTheServiceRefuses() {
    behind.messageA().says(401);
    behind.messageB().says(401);
    String expired = Tokens.of("rate5", Duration.ofSeconds(-30));
    from("10.0.2.1", given())
        .statusCode(401)
        .header("RateLimit-Policy", startsWith("\"address\";q=4"));
    from("10.0.2.1", given().auth().oauth2(expired)).statusCode(401);
    from("10.0.2.1", given().auth().oauth2("x.y.z")).statusCode(401);
    from("10.0.2.1", given().header("Authorization", "Basic eDp5")).statusCode(401);
    from("10.0.2.1", given()).statusCode(429);
    from("10.0.2.2", given()).statusCode(401);
    assertEquals(5, behind.seen());
  }

  /** With Quarkus' proxy settings the address is what the proxy in front says. */
  private static ValidatableResponse from(String address, RequestSpecification request) {
    return request.header("X-Forwarded-For", address).get(CHATS).then();
  }

  private static ValidatableResponse as(String user, String address) {
    return from(address, given().auth().oauth2(Tokens.of(user)));
  }
}
