package dev.parley.cache.session;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static dev.parley.cache.http.Api.with;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.cache.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not done about sessions, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SessionRefusalsTest {

  private static final String PATH = SessionResource.PATH;

  @ParameterizedTest
  @CsvSource({"POST, ''", "POST, /lookup", "GET, ''", "DELETE, ''", "DELETE, /s1"})
  void without_a_token(Method method, String path) {
    problem(given().contentType("application/json").request(method, PATH + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, ''",
    "POST, /lookup",
    "GET, ?userId=bob",
    "DELETE, ?userId=bob",
    "DELETE, /s1?userId=bob"
  })
  void what_is_for_services_or_oneself(Method method, String path) {
    problem(with(as("ann"), "{}").request(method, PATH + path).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void acting_for_another_without_the_role() {
    problem(as("ann").header("Parley-User", "bob").get(PATH).then(), 403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; userId; 1 to 128",
        "{'userId':'a b'}; userId; 1 to 128",
        "{'userId':7}; userId; must be a string",
        "[]; params; must be an object",
        "{'userId':'ann','device':7}; device; must be a string",
        "{'userId':'ann','data':[]}; data; must be an object",
        "{'userId':'ann','idleSeconds':0}; idleSeconds; 1 to 31536000",
        "{'userId':'ann','idleSeconds':'60'}; idleSeconds; must be a whole number",
        "{'userId':'ann','idleSeconds':90000}; idleSeconds; 1 to the cap, which is 86400",
        "{'userId':'ann','idleSeconds':61,'capSeconds':60}; idleSeconds; 1 to the cap",
        "{'userId':'ann','capSeconds':31536001}; capSeconds; 1 to 31536000"
      })
  void session_that_is_wrong(String body, String field, String detail) {
    problem(service(body).post(PATH).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field))
        .body("detail", containsString(detail));
  }

  @ParameterizedTest
  @CsvSource({"device, 257, 256", "address, 65, 64"})
  void text_that_is_too_long(String field, int length, String limit) {
    String body = "{'userId':'ann','" + field + "':'" + "x".repeat(length) + "'}";
    problem(service(body).post(PATH).then(), 400)
        .body("field", equalTo(field))
        .body("detail", containsString(limit));
  }

  @Test
  void data_that_is_too_large() {
    String body = "{'userId':'ann','data':{'a':'" + "x".repeat(4096) + "'}}";
    problem(service(body).post(PATH).then(), 400)
        .body("field", equalTo("data"))
        .body("detail", containsString("4096"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; secret",
        "{'secret':7}; secret",
        "{'secret':'x','peek':1}; peek",
        "{'secret':'x','address':{}}; address"
      })
  void look_up_that_is_wrong(String body, String field) {
    problem(service(body).post(PATH + "/lookup").then(), 400).body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/lookup"})
  void body_that_is_too_large(String path) {
    problem(service("x".repeat(17_000)).post(PATH + path).then(), 413)
        .body("code", equalTo("too_large"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', userId",
    "GET, ?userId=, userId",
    "GET, ?userId=a%20b, userId",
    "DELETE, '', userId",
    "DELETE, /s1, userId",
    "DELETE, /a.b?userId=ann, sessionId",
    "DELETE, ?userId=ann&except=a.b, except",
    "DELETE, ?userId=ann&except=current, except"
  })
  void parameter_that_is_wrong(Method method, String path, String field) {
    problem(service().request(method, PATH + path).then(), 400).body("field", equalTo(field));
  }

  @Test
  void token_without_a_session_has_no_current_one() {
    problem(as("ann").delete(PATH + "?except=current").then(), 400)
        .body("field", equalTo("except"));
  }
}
