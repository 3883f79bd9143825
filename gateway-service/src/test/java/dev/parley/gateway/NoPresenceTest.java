package dev.parley.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.presence.Announcer;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway of a suite without presence-service. */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(NoPresenceTest.SwitchedOff.class)
class NoPresenceTest {

  public static final class SwitchedOff implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("parley.presence.enabled", "false");
    }
  }

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Inject Backend backend;
  @Inject Announcer announcer;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "presence:set; {'status':'dnd'}",
        "presence:get; {'userIds':['whoever']}",
        "presence:watch; {'userIds':['whoever']}",
        "presence:unwatch; {'userIds':['whoever']}"
      })
  void methods_areUnavailableAtOnce(String method, String params) {
    try (Client client = Client.ready("nobody-asks")) {
      client.request("1", method, params);

      JsonNode error = client.error("1", "unavailable");
      assertTrue(error.at("/data/retryable").asBoolean());
      assertNull(backend.route(RedisKeys.presenceSubject("whoever")));
      assertEquals(List.of(), backend.presenceQueriesOf("nobody-asks"));
      assertEquals(List.of(), backend.signalsOf("nobody-asks"));
    }
  }

  @Test
  void connections_areToldToNobodyAndMessagesFlow() {
    try (Client client = Client.ready("nobody-told")) {
      client.request(
          "1",
          "message:send",
          "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}");
      Backend.until("it is passed on", () -> backend.commandsOf("nobody-told").size() == 1);
    }
    Backend.until("the client is gone", () -> backend.route("nobody-told") == null);
    assertEquals(0, announcer.waiting());
    assertEquals(0, announcer.told() + announcer.failures());
    assertEquals(List.of(), backend.signalsOf("nobody-told"));
  }

  @Test
  void health_isAsWithIt() {
    given().get(management + "health/ready").then().statusCode(200);
    given().get(management + "health/live").then().statusCode(200);
  }
}
