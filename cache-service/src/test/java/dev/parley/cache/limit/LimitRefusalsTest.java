package dev.parley.cache.limit;

import static dev.parley.cache.limit.LimitApi.LIMITS;
import static dev.parley.cache.limit.LimitApi.ask;
import static dev.parley.cache.limit.LimitApi.post;
import static dev.parley.cache.limit.LimitApi.problem;
import static dev.parley.cache.limit.LimitApi.service;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.cache.Servers;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP door to limits says no to, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class LimitRefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "POST, /take",
    "POST, /takes",
    "POST, /peek",
    "POST, /give-back",
    "DELETE, /ann",
    "GET, /policies"
  })
  void withoutATokenOrTheRole(Method method, String path) {
    problem(given().contentType(ContentType.JSON).request(method, LIMITS + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
    problem(
            given()
                .auth()
                .oauth2(Tokens.of("ann"))
                .contentType(ContentType.JSON)
                .request(method, LIMITS + path)
                .then(),
            403)
        .body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; subject; 1 to 256 bytes",
        "{'subject':''}; subject; 1 to 256 bytes",
        "{'subject':7}; subject; must be a string",
        "{'subject':'a b'}; subject; visible",
        "{'subject':'a\\u0000'}; subject; visible",
        "{'subject':'a\\ud800'}; subject; ",
        "{'subject':'a'}; policies; is missing",
        "{'subject':'a','policies':[]}; policies; 1 to 3 entries",
        "{'subject':'a','policies':{}}; policies; must be an array",
        "{'subject':'a','policies':[null]}; policies[0]; is missing",
        "{'subject':'a','policies':[{}]}; policies[0].policy; must be one of api, global, login",
        "{'subject':'a','policies':[{'policy':'none'}]}; policies[0].policy; must be one of",
        "{'subject':'a','policies':[{'policy':'api'},{'policy':'api'}]}; policies[1].policy; once",
        "{'subject':'a','policies':[{'policy':'api','cost':0}]}; policies[0].cost; 1 to 60",
        "{'subject':'a','policies':[{'policy':'api','cost':61}]}; policies[0].cost; 1 to 60",
        "{'subject':'a','policies':[{'policy':'api','cost':1.5}]}; policies[0].cost; whole number",
        "{'subject':'a','policies':[{'policy':'api','cost':'1'}]}; policies[0].cost; whole number",
        "[]; params; ",
        "x; params; cannot be read"
      })
  void askThatIsWrong(String body, String field, String detail) {
    for (String path : new String[] {"/take", "/peek", "/give-back"}) {
      problem(post(path, body), 400)
          .body("code", equalTo("invalid_params"))
          .body("field", equalTo(field))
          .body("detail", containsString(detail == null ? "" : detail));
    }
  }

  @Test
  void subjectThatIsTooLong() {
    problem(post("/take", ask("x".repeat(257), "api", 1)), 400)
        .body("field", equalTo("subject"))
        .body("detail", containsString("256"));
    problem(post("/take", ask("é".repeat(129), "api", 1)), 400).body("field", equalTo("subject"));
    problem(service().delete(LIMITS + "/" + "x".repeat(257)).then(), 400)
        .body("field", equalTo("subject"));
    problem(service().delete(LIMITS + "/{subject}", "a b").then(), 400)
        .body("field", equalTo("subject"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; takes; is missing",
        "{'takes':[]}; takes; 1 to 100 entries",
        "{'takes':[null]}; takes[0]; is missing",
        "{'takes':[{'subject':'a','policies':[{'policy':'api'}]},{}]}; takes[1].subject; 256",
        "{'takes':[{'subject':'a','policies':[{'policy':'x'}]}]}; takes[0].policies[0].policy; one of"
      })
  void asksThatAreWrong(String body, String field, String detail) {
    problem(post("/takes", body), 400)
        .body("field", equalTo(field))
        .body("detail", containsString(detail));
  }

  @Test
  void asksThatAreTooMany() {
    String many = String.join(",", Collections.nCopies(101, ask("a", "api", 1)));
    problem(post("/takes", "{'takes':[" + many + "]}"), 400)
        .body("field", equalTo("takes"))
        .body("detail", containsString("1 to 100"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/take", "/takes", "/peek", "/give-back"})
  void bodyThatIsTooLarge(String path) {
    problem(post(path, " ".repeat(LimitBodies.MAX_BYTES + 1)), 413)
        .body("code", equalTo("too_large"))
        .body("detail", containsString("262144"));
  }

  @Test
  void givingBackWhatCountsAll() {
    problem(post("/give-back", ask("a", "api", 1)), 400)
        .body("field", equalTo("policies[0].policy"))
        .body("detail", containsString("failures only"));
  }

  @Test
  void enforcingWhat() {
    problem(post("/take?enforce=yes", ask("a", "api", 1)), 400).body("field", equalTo("enforce"));
  }

  @Test
  void resettingAPolicyThatIsNotThere() {
    problem(service().delete(LIMITS + "/ann?policy=none").then(), 404)
        .body("code", equalTo("not_found"));
  }

  @Test
  void methodThatIsNotThere() {
    problem(service().get(LIMITS + "/take").then(), 405);
  }
}
