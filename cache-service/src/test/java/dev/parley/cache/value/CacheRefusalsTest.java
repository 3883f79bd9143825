package dev.parley.cache.value;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.Servers;
import dev.parley.service.http.Caller;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache says no to, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class CacheRefusalsTest {

  private static final String CACHE = "/api/v1/cache/refusals";

  @ParameterizedTest
  @CsvSource({
    "GET, /values/a",
    "PUT, /values/a",
    "DELETE, /values/a",
    "GET, /values/a/ttl",
    "POST, /get-many",
    "POST, /set-many",
    "POST, /delete-many",
    "POST, /delete-matching",
    "DELETE, ''",
    "DELETE, /tags/t",
    "POST, /numbers/n/increment",
    "GET, /numbers/n",
    "DELETE, /numbers/n",
    "POST, /sets/s/add",
    "POST, /sets/s/remove",
    "GET, /sets/s",
    "GET, /sets/s/members/m",
    "DELETE, /sets/s"
  })
  void whoIsNoService(Method method, String path) {
    problem(
            given().contentType("application/json").body("{}").request(method, CACHE + path).then(),
            401)
        .header("WWW-Authenticate", equalTo("Bearer"));
    problem(
            as("ann")
                .contentType("application/json")
                .body("{}")
                .request(method, CACHE + path)
                .then(),
            403)
        .body("code", equalTo("forbidden"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"News", "a_b", "a b", "a:b"})
  void namespaceThatIsNone(String namespace) {
    problem(service().get("/api/v1/cache/{n}/values/a", namespace).then(), 400)
        .body("field", equalTo("namespace"))
        .body("detail", containsString("64"));
    problem(service().delete("/api/v1/cache/{n}", namespace).then(), 400)
        .body("field", equalTo("namespace"));
  }

  @Test
  void keyThatIsTooLong() {
    problem(service().get(CACHE + "/values/" + "k".repeat(513)).then(), 400)
        .body("field", equalTo("key"))
        .body("detail", containsString("512"));
    service().get(CACHE + "/values/" + "k".repeat(512)).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "ttl=0, ttl",
    "ttl=x, ttl",
    "ttl=31536001, ttl",
    "tier=forever, tier",
    "ttl=5&tier=day, tier",
    "'tags=a,,b', tags[1]",
    "tags=a b, tags[0]",
    "'tags=a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a', tags"
  })
  void queryThatIsWrong(String query, String field) {
    problem(service("1").put(CACHE + "/values/a?" + query).then(), 400)
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nope", "[1,]"})
  void jsonThatIsNone(String body) {
    problem(service(body).put(CACHE + "/values/a").then(), 400).body("field", equalTo("body"));
  }

  @Test
  void conditionsThatAreWrong() {
    problem(service("1").header("If-None-Match", "\"x\"").put(CACHE + "/values/a").then(), 400)
        .body("field", equalTo("If-None-Match"));
    problem(
            service("1")
                .header("If-None-Match", "*")
                .header("If-Match", "x")
                .put(CACHE + "/values/a")
                .then(),
            400)
        .body("field", equalTo("If-Match"));
    problem(service("1").header("If-Match", "x").put(CACHE + "/values/none").then(), 412);
  }

  @Test
  void valueThatIsTooLarge() {
    problem(
            service()
                .contentType("text/plain")
                .body("x".repeat(1_048_577))
                .put(CACHE + "/values/a")
                .then(),
            413)
        .body("detail", containsString("1048576"));
    String base64 = "A".repeat(1_400_000);
    problem(
            service("{'entries':[{'key':'a','base64':'" + base64 + "'}]}")
                .post(CACHE + "/set-many")
                .then(),
            413)
        .body("code", equalTo("too_large"));
  }

  /** It is refused by its length: the answer comes before the body. */
  @Test
  void bodyThatIsNotRead() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(30_000);
      String head =
          """
          PUT %s/values/a HTTP/1.1
          Host: localhost
          Authorization: Bearer %s
          Content-Length: 3000000

          """
              .formatted(CACHE, Tokens.of("bot", Caller.SERVICE));
      socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));

      String status =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      assertTrue(status.startsWith("HTTP/1.1 413 "), status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "get-many; {}; keys",
        "get-many; {'keys':[]}; keys",
        "get-many; {'keys':['a','']}; keys[1]",
        "get-many; {'keys':[1]}; keys[0]",
        "get-many; {'keys':[null]}; keys[0]",
        "delete-many; {'keys':'a'}; keys",
        "delete-matching; {}; pattern",
        "delete-matching; {'pattern':'*','cursor':'x'}; cursor",
        "delete-matching; {'pattern':'*','cursor':'0-1-2'}; cursor",
        "set-many; {}; entries",
        "set-many; {'entries':[null]}; entries[0]",
        "set-many; {'entries':[{'json':1}]}; entries[0].key",
        "set-many; {'entries':[{'key':'a'}]}; entries[0]",
        "set-many; {'entries':[{'key':'a','json':1,'base64':''}]}; entries[0]",
        "set-many; {'entries':[{'key':'a','base64':'?'}]}; entries[0].base64",
        "set-many; {'entries':[{'key':'a','base64':'','contentType':'x'}]}; entries[0].contentType",
        "set-many; {'entries':[{'key':'a','json':1,'contentType':'a/b'}]}; entries[0].contentType",
        "set-many; {'entries':[{'key':'a','json':1}],'ttl':0}; ttl",
        "set-many; {'entries':[{'key':'a','json':1}],'tags':[null]}; tags[0]",
        "numbers/n/increment; {'by':'x'}; by",
        "numbers/n/increment; {'by':9007199254740992}; by",
        "numbers/n/increment; {'tier':'x'}; tier",
        "sets/s/add; {}; members",
        "sets/s/add; {'members':['a'],'ttl':-1}; ttl",
        "sets/s/remove; {'members':[]}; members"
      })
  void bodyThatIsWrong(String path, String body, String field) {
    problem(service(body).post(CACHE + "/" + path).then(), 400)
        .body("field", equalTo(field))
        .body("detail", containsString(field));
  }

  @Test
  void moreThanMayBeInOneCall() {
    String keys = String.join("','", Collections.nCopies(501, "a"));
    problem(service("{'keys':['" + keys + "']}").post(CACHE + "/get-many").then(), 400)
        .body("field", equalTo("keys"))
        .body("detail", containsString("500"));
    String entries = String.join(",", Collections.nCopies(501, "{'key':'a','json':1}"));
    problem(service("{'entries':[" + entries + "]}").post(CACHE + "/set-many").then(), 400)
        .body("field", equalTo("entries"))
        .body("detail", containsString("500"));
  }

  @Test
  void setThatWouldBeTooLarge() {
    for (int step = 0; step < 20; step++) {
      int from = 500 * step;
      service("{'members':[" + members(from, from + 500) + "]}")
          .post(CACHE + "/sets/large/add")
          .then()
          .statusCode(200);
    }
    problem(service("{'members':['x']}").post(CACHE + "/sets/large/add").then(), 409)
        .body("code", equalTo("limit_exceeded"))
        .body("detail", containsString("10000"));
  }

  private static String members(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "'m" + i + "'").collect(Collectors.joining(","));
  }

  @Test
  void methodThatIsNotThere() {
    problem(service("{}").patch(CACHE + "/get-many").then(), 405);
  }
}
