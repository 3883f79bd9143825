package dev.parley.cache.limit;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.service.http.Caller;
import dev.parley.service.http.Problem;
import dev.parley.service.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** The HTTP door to limits as a service has it. */
final class LimitApi {

  static final String LIMITS = "/api/v1/limits";

  private LimitApi() {}

  static RequestSpecification service() {
    return given().auth().oauth2(Tokens.of("bot", Caller.SERVICE));
  }

  /** Sends a body, with single quotes for double ones. */
  static ValidatableResponse post(String path, String body) {
    return service()
        .contentType(ContentType.JSON)
        .body(body.replace('\'', '"'))
        .post(LIMITS + path)
        .then();
  }

  /** A body about one policy. */
  static String ask(String subject, String policy, long cost) {
    return "{'subject':'"
        + subject
        + "','policies':[{'policy':'"
        + policy
        + "','cost':"
        + cost
        + "}]}";
  }

  static ValidatableResponse problem(ValidatableResponse answer, int status) {
    return answer
        .statusCode(status)
        .contentType(startsWith(Problem.MEDIA_TYPE))
        .body("status", equalTo(status));
  }
}
