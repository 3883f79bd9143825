package dev.parley.cache.read;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static dev.parley.cache.http.Api.with;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.parley.cache.Servers;
import dev.parley.service.http.Caller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the endpoints of read models refuse. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ChatRefusalsTest {

  private static final String CHATS = ChatResource.PATH;

  @ParameterizedTest
  @CsvSource({"GET, ''", "GET, /unread", "POST, /sync", "POST, /rebuild"})
  void withoutAToken(Method method, String path) {
    problem(given().contentType(ContentType.JSON).request(method, CHATS + path).then(), 401)
        .header("WWW-Authenticate", equalTo("Bearer"));
  }

  @Test
  void rebuild_isForServices() {
    problem(with(as("ann"), "{'userIds':['ann']}").post(CHATS + "/rebuild").then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "GET, /unread", "POST, /sync"})
  void onlyServicesActForOthers(Method method, String path) {
    problem(
            with(as("ann"), "{'positions':{}}")
                .header(Caller.ON_BEHALF_OF, "bob")
                .request(method, CHATS + path)
                .then(),
            403)
        .body("code", equalTo("forbidden"));
    problem(
            service("{'positions':{}}")
                .header(Caller.ON_BEHALF_OF, "no user")
                .request(method, CHATS + path)
                .then(),
            400)
        .body("field", equalTo(Caller.ON_BEHALF_OF));
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0, 1 to 200",
    "limit, 201, 1 to 200",
    "limit, x, number",
    "archived, perhaps, true"
  })
  void listThatIsWrong(String parameter, String value, String detail) {
    problem(as("ann").queryParam(parameter, value).get(CHATS).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(parameter))
        .body("detail", containsString(detail));
  }

  @Test
  void cursorThatIsOfNoPage() {
    problem(as("ann").queryParam("cursor", "x").get(CHATS).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("detail", containsString("cursor"));
  }

  @Test
  void cursorThatIsTooLong() {
    problem(as("ann").queryParam("cursor", "x".repeat(513)).get(CHATS).then(), 400)
        .body("field", equalTo("cursor"))
        .body("detail", containsString("512"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; positions; is missing",
        "{'positions':[]}; positions; ",
        "{'positions':{'no id':1}}; positions; letters",
        "{'positions':{'c1':-1}}; positions.c1; ",
        "{'positions':{'c1':null}}; positions.c1; is missing",
        "{'positions':{'c1':'1'}}; positions.c1; whole number",
        "{'positions':{},'limit':0}; limit; 1 to 500",
        "{'positions':{},'limit':501}; limit; 1 to 500",
        "{'positions':{},'added':1}; added; ",
        "{'positions':{}; params; "
      })
  void syncThatIsWrong(String body, String field, String detail) {
    problem(with(as("ann"), body).post(CHATS + "/sync").then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field))
        .body("detail", containsString(detail == null ? "" : detail));
  }

  @Test
  void syncOfTooManyConversations() {
    String positions =
        IntStream.rangeClosed(0, 1000).mapToObj(i -> "'c" + i + "':1").collect(joining(","));
    problem(with(as("ann"), "{'positions':{" + positions + "}}").post(CHATS + "/sync").then(), 400)
        .body("field", equalTo("positions"))
        .body("detail", containsString("1000"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; userIds; 1 to 1000",
        "{'userIds':[],'conversationIds':[]}; userIds; 1 to 1000",
        "{'userIds':['no user']}; userIds[0]; ",
        "{'userIds':['ann',null]}; userIds[1]; ",
        "{'conversationIds':['c1','no id']}; conversationIds[1]; ",
        "{'userIds':'ann'}; userIds; must be an array",
        "[]; params; "
      })
  void rebuildThatIsWrong(String body, String field, String detail) {
    problem(service(body).post(CHATS + "/rebuild").then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field))
        .body("detail", containsString(detail == null ? "" : detail));
  }

  @Test
  void rebuildOfTooMany() {
    String ids = IntStream.range(0, 1001).mapToObj(i -> "'c" + i + "'").collect(joining(","));
    problem(service("{'conversationIds':[" + ids + "]}").post(CHATS + "/rebuild").then(), 400)
        .body("detail", containsString("1000"));
  }

  @ParameterizedTest
  @CsvSource({"POST, /sync", "POST, /rebuild"})
  void bodyThatIsTooLarge(Method method, String path) {
    problem(service("x".repeat(300_000)).request(method, CHATS + path).then(), 413)
        .body("detail", containsString("262144"));
  }

  @Test
  void bodyThatIsNoJson() {
    problem(as("ann").contentType(ContentType.TEXT).body("x").post(CHATS + "/sync").then(), 415);
  }
}
