package dev.parley.cache.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.service.http.Caller;
import dev.parley.service.http.Problem;
import dev.parley.service.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** The HTTP door as callers have it. */
public final class Api {

  private Api() {}

  /** A request of that user. */
  public static RequestSpecification as(String user) {
    return given().auth().oauth2(Tokens.of(user));
  }

  /** A request of a service for itself. */
  public static RequestSpecification service() {
    return given().auth().oauth2(Tokens.of("bot", Caller.SERVICE));
  }

  /** The same with a body, with single quotes for double ones. */
  public static RequestSpecification service(String body) {
    return with(service(), body);
  }

  public static RequestSpecification with(RequestSpecification request, String body) {
    return request.contentType(ContentType.JSON).body(body.replace('\'', '"'));
  }

  public static ValidatableResponse problem(ValidatableResponse answer, int status) {
    return answer
        .statusCode(status)
        .contentType(startsWith(Problem.MEDIA_TYPE))
        .body("status", equalTo(status));
  }
}
