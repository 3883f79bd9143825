package dev.parley.presence.http;

import static dev.parley.presence.http.Api.PRESENCE;
import static dev.parley.presence.http.Api.as;
import static dev.parley.presence.http.Api.problem;
import static dev.parley.presence.http.Api.service;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.presence.MessageService;
import dev.parley.presence.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import jakarta.inject.Inject;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP door says no to, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RefusalsTest {

  @Inject MessageService messages;

  @ParameterizedTest
  @CsvSource({
    "GET, /ann",
    "GET, /ann/devices",
    "GET, /online",
    "GET, /conversations/c1",
    "GET, /events?userIds=ann",
    "POST, /query",
    "PUT, /ann/status",
    "DELETE, /ann/status"
  })
  void withoutAToken(Method method, String path) {
    problem(given().contentType("application/json").request(method, PRESENCE + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
  }

  @ParameterizedTest
  @CsvSource({"GET, /bob/devices", "PUT, /bob/status", "DELETE, /bob/status", "GET, /online"})
  void whatIsForOneselfAndServices(Method method, String path) {
    problem(as("ann", "{}").request(method, PRESENCE + path).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a b/devices", "/%23c1"})
  void userThatIsNone(String path) {
    problem(service().get(PRESENCE + path).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo("userId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; userIds; is missing",
        "{'userIds':[]}; userIds; 1 to 1000",
        "{'userIds':'bob'}; userIds; must be an array",
        "{'userIds':['bob','a b']}; userIds[1]; userIds[1]"
      })
  void queryThatIsWrong(String body, String field, String detail) {
    problem(as("ann", body).post(PRESENCE + "/query").then(), 400)
        .body("field", equalTo(field))
        .body("detail", containsString(detail));
  }

  @Test
  void queryOfTooMany() {
    String ids = String.join("','", Collections.nCopies(1001, "bob"));
    problem(as("ann", "{'userIds':['" + ids + "']}").post(PRESENCE + "/query").then(), 400)
        .body("field", equalTo("userIds"));
  }

  @Test
  void bodyThatIsTooLarge() {
    problem(as("ann", "x".repeat(300 * 1024)).post(PRESENCE + "/query").then(), 413)
        .body("detail", equalTo("the body must have at most 262144 bytes"));
    String status = "{'status':'dnd','text':'" + "x".repeat(1024 * 1024) + "'}";
    problem(as("ann", status).put(PRESENCE + "/ann/status").then(), 413)
        .body("code", equalTo("too_large"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'status':'busy'}; status",
        "{'status':'offline'}; status",
        "{'status':7}; status",
        "{'expiresInSeconds':0}; expiresInSeconds",
        "{'expiresInSeconds':2592001}; expiresInSeconds",
        "{'text':['x']}; text"
      })
  void statusThatIsWrong(String body, String field) {
    problem(as("ann", body).put(PRESENCE + "/ann/status").then(), 400)
        .body("field", equalTo(field));
  }

  @Test
  void textThatIsTooLong() {
    String body = "{'text':'" + "x".repeat(513) + "'}";
    problem(as("ann", body).put(PRESENCE + "/ann/status").then(), 400)
        .body("field", equalTo("text"))
        .body("detail", containsString("512"));
  }

  @Test
  void conversationThatIsNotThere() {
    problem(as("ann").get(PRESENCE + "/conversations/c-none").then(), 404)
        .body("code", equalTo("not_found"));
  }

  @Test
  void conversationOfOthers() {
    messages.conversation("c-of-others", "bob", "cleo");
    problem(as("ann").get(PRESENCE + "/conversations/c-of-others").then(), 403)
        .body("code", equalTo("not_a_member"));
  }

  @ParameterizedTest
  @CsvSource({"limit=0, limit", "limit=201, limit", "limit=x, limit", "after=a b, after"})
  void pageThatIsWrong(String query, String field) {
    problem(as("ann").get(PRESENCE + "/conversations/c1?" + query).then(), 400)
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @CsvSource({"x=1, userIds", "userIds=, userIds[0]", "'userIds=ann,a b', userIds[1]"})
  void eventsOfWhom(String query, String field) {
    problem(as("ann").get(PRESENCE + "/events?" + query).then(), 400).body("field", equalTo(field));
  }

  @Test
  void eventsAfterWhat() {
    problem(
            as("ann").header("Last-Event-ID", "x").get(PRESENCE + "/events?userIds=bob").then(),
            400)
        .body("field", equalTo("Last-Event-ID"));
  }

  @Test
  void headerOfAServiceThatIsNone() {
    problem(as("ann").header("Parley-User", "bob").get(PRESENCE + "/cleo").then(), 403)
        .body("code", equalTo("forbidden"));
    problem(service().header("Parley-User", "b b").get(PRESENCE + "/cleo").then(), 400)
        .body("field", equalTo("Parley-User"));
  }

  @Test
  void methodThatIsNotThere() {
    problem(as("ann", "{}").patch(PRESENCE + "/query").then(), 405);
  }
}
