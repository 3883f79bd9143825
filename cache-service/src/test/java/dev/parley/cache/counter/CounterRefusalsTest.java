package dev.parley.cache.counter;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.cache.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counters say no to, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class CounterRefusalsTest {

  private static final String COUNTERS = "/api/v1/counters/";

  @ParameterizedTest
  @CsvSource({
    "GET, p",
    "PUT, p",
    "DELETE, p",
    "POST, query",
    "POST, p/views",
    "POST, p/comments",
    "GET, p/likes/bob",
    "PUT, p/likes/bob",
    "DELETE, p/likes/bob"
  })
  void whoMayNot(Method method, String path) {
    problem(
            given()
                .contentType("application/json")
                .body("{}")
                .request(method, COUNTERS + path)
                .then(),
            401)
        .header("WWW-Authenticate", equalTo("Bearer"));
    problem(
            as("ann")
                .contentType("application/json")
                .body("{}")
                .request(method, COUNTERS + path)
                .then(),
            403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void serviceThatActsForAnother() {
    problem(service().header("Parley-User", "ann").put(COUNTERS + "p/likes/bob").then(), 403);
    service().header("Parley-User", "ann").put(COUNTERS + "p/likes/ann").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "ä"})
  void postThatIsNone(String post) {
    problem(service().get(COUNTERS + "{post}", post).then(), 400).body("field", equalTo("postId"));
    problem(service().put(COUNTERS + "{post}/likes/ann", post).then(), 400)
        .body("field", equalTo("postId"))
        .body("detail", containsString("128"));
  }

  @Test
  void userThatIsNone() {
    problem(service().put(COUNTERS + "p/likes/a b").then(), 400).body("field", equalTo("userId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST; query; {}; postIds",
        "POST; query; {'postIds':[]}; postIds",
        "POST; query; {'postIds':['p','a b']}; postIds[1]",
        "POST; query; {'postIds':[null]}; postIds[0]",
        "POST; query; {'postIds':['p'],'userId':'a b'}; userId",
        "POST; p/views; {'viewer':''}; viewer",
        "POST; p/views; {'viewer':1}; viewer",
        "POST; p/comments; {'by':1000001}; by",
        "POST; p/comments; {'by':1.5}; by",
        "PUT; p; {'likes':-1}; likes",
        "PUT; p; {'views':9007199254740992}; views",
        "PUT; p; {'uniqueViews':-1}; uniqueViews",
        "PUT; p; {'comments':'x'}; comments",
        "PUT; p; {'likedBy':['a b']}; likedBy[0]"
      })
  void bodyThatIsWrong(Method method, String path, String body, String field) {
    problem(service(body).request(method, COUNTERS + path).then(), 400)
        .body("field", equalTo(field))
        .body("detail", containsString(field));
  }

  @Test
  void moreThanMayBeInOneCall() {
    String posts = String.join("','", Collections.nCopies(501, "p"));
    problem(service("{'postIds':['" + posts + "']}").post(COUNTERS + "query").then(), 400)
        .body("field", equalTo("postIds"))
        .body("detail", containsString("500"));
    String users = String.join("','", Collections.nCopies(1001, "u"));
    problem(service("{'likedBy':['" + users + "']}").put(COUNTERS + "p").then(), 400)
        .body("field", equalTo("likedBy"))
        .body("detail", containsString("1000"));
  }

  @Test
  void bodyThatIsNotRead() {
    problem(service("'" + "x".repeat(3_000_000) + "'").post(COUNTERS + "query").then(), 413)
        .body("detail", equalTo("the body must have at most 2097152 bytes"));
  }
}
