package dev.parley.presence.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.service.http.Caller;
import dev.parley.service.http.Problem;
import dev.parley.service.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** The HTTP door as a client has it. */
final class Api {

  static final String PRESENCE = "/api/v1/presence";

  private Api() {}

  /** A request of that user. */
  static RequestSpecification as(String user) {
    return given().auth().oauth2(Tokens.of(user));
  }

  /** The same with a body, with single quotes for double ones. */
  static RequestSpecification as(String user, String body) {
    return with(as(user), body);
  }

  /** A request of a service for itself. */
  static RequestSpecification service() {
    return given().auth().oauth2(Tokens.of("bot", Caller.SERVICE));
  }

  static RequestSpecification with(RequestSpecification request, String body) {
    return request.contentType(ContentType.JSON).body(body.replace('\'', '"'));
  }

  static ValidatableResponse problem(ValidatableResponse answer, int status) {
    return answer
        .statusCode(status)
        .contentType(startsWith(Problem.MEDIA_TYPE))
        .body("status", equalTo(status));
  }
}
