package dev.parley.cache.token;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not done about tokens, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class TokenRefusalsTest {

  private static final String PATH = "/api/v1/";

  @ParameterizedTest
  @CsvSource({
    "POST, refresh-tokens",
    "POST, refresh-tokens/rotate",
    "POST, refresh-tokens/revoke",
    "POST, one-time-tokens",
    "POST, one-time-tokens/consume",
    "POST, one-time-tokens/peek",
    "DELETE, one-time-tokens"
  })
  void without_a_token_or_the_role(Method method, String path) {
    problem(given().contentType("application/json").request(method, PATH + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
    problem(with(as("ann"), "{}").request(method, PATH + path).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "refresh-tokens; {}; userId; 1 to 128",
        "refresh-tokens; {'userId':'a b'}; userId; 1 to 128",
        "refresh-tokens; {'userId':'ann','sessionId':'a.b'}; sessionId; 1 to 128",
        "refresh-tokens; {'userId':'ann','ttlSeconds':0}; ttlSeconds; 1 to 31536000",
        "refresh-tokens; {'userId':'ann','ttlSeconds':31536001}; ttlSeconds; 1 to 31536000",
        "refresh-tokens; {'userId':'ann','data':7}; data; must be an object",
        "refresh-tokens/rotate; {}; token; is missing",
        "refresh-tokens/rotate; {'token':7}; token; must be a string",
        "refresh-tokens/revoke; {}; token; is missing",
        "refresh-tokens/revoke; {'token':'x','userId':'ann'}; userId; absent",
        "refresh-tokens/revoke; {'userId':'a b'}; userId; 1 to 128",
        "one-time-tokens; {'subject':'ann'}; purpose; 1 to 32",
        "one-time-tokens; {'purpose':'Invite','subject':'ann'}; purpose; small letters",
        "one-time-tokens; {'purpose':'_refresh','subject':'ann'}; purpose; small letters",
        "one-time-tokens; {'purpose':'invite'}; subject; 1 to 128",
        "one-time-tokens; {'purpose':'invite','subject':'a b'}; subject; 1 to 128",
        "one-time-tokens; {'purpose':'p','subject':'s','ttlSeconds':2592001}; ttlSeconds; 2592000",
        "one-time-tokens; {'purpose':'p','subject':'s','kind':'pin'}; kind; code",
        "one-time-tokens; {'purpose':'p','subject':'s','kind':'code','digits':5}; digits; 6 to 10",
        "one-time-tokens; {'purpose':'p','subject':'s','kind':'code','digits':11}; digits; 6 to 10",
        "one-time-tokens; {'purpose':'p','subject':'s','digits':6}; digits; absent",
        "one-time-tokens; {'purpose':'p','subject':'s','attempts':6}; attempts; absent",
        "one-time-tokens; {'purpose':'p','subject':'s','kind':'code','attempts':21}; attempts; 20",
        "one-time-tokens/consume; {'token':'x'}; purpose; 1 to 32",
        "one-time-tokens/consume; {'purpose':'p'}; token; missing",
        "one-time-tokens/consume; {'purpose':'p','code':'1'}; subject; 1 to 128",
        "one-time-tokens/consume; {'purpose':'p','token':'x','code':'1'}; code; absent",
        "one-time-tokens/peek; {'purpose':'p','token':'x','subject':'s'}; subject; absent"
      })
  void body_that_is_wrong(String path, String body, String field, String detail) {
    problem(service(body).post(PATH + path).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field))
        .body("detail", containsString(detail));
  }

  @ParameterizedTest
  @CsvSource({
    "'', purpose",
    "?purpose=A&subject=ann, purpose",
    "?purpose=invite, subject",
    "?purpose=invite&subject=%, subject"
  })
  void parameter_that_is_wrong(String query, String field) {
    problem(service().delete(PATH + "one-time-tokens" + query).then(), 400)
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refresh-tokens",
        "refresh-tokens/rotate",
        "refresh-tokens/revoke",
        "one-time-tokens",
        "one-time-tokens/consume",
        "one-time-tokens/peek"
      })
  void body_that_is_too_large(String path) {
    problem(service("x".repeat(17_000)).post(PATH + path).then(), 413)
        .body("code", equalTo("too_large"));
  }

  @ParameterizedTest
  @CsvSource({"refresh-tokens/rotate, token", "one-time-tokens/consume, token"})
  void token_that_nobody_gave(String path, String field) {
    String purpose = path.startsWith("one") ? "'purpose':'invite'," : "";
    for (String token : new String[] {"", "x", "f." + "A".repeat(43), "A".repeat(43)}) {
      problem(
              service("{" + purpose + "'" + field + "':'" + token + "'}").post(PATH + path).then(),
              404)
          .body("code", equalTo("token_unknown"));
    }
  }
}
