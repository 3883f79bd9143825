package dev.parley.cache;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class StartTest {

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Test
  void service_starts() {
    get(management + "health/ready").then().statusCode(200).body("status", equalTo("UP"));
  }
}
