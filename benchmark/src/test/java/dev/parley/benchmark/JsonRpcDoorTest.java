package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonRpcDoorTest extends DoorTest {

  private String request;

  @BeforeEach
  void open() {
    request = open(new JsonRpcDoor(this));
  }

  @Test
  void upgrade_hasTheTokenInAHeader() {
    assertTrue(request.startsWith("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"), request);
    assertTrue(request.endsWith("\r\nAuthorization: Bearer t0ken\r\n\r\n"), request);
  }

  @Test
  void notifications_areTold() {
    hear("{\"jsonrpc\":\"2.0\",\"method\":\"ready\",\"params\":{\"userId\":\"ann\"}}");
    hear("{\"jsonrpc\":\"2.0\",\"method\":\"conversation:created\",\"params\":{}}");
    hear("{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":" + MESSAGE + "}");
    assertEquals(List.of("ready", "delivered 12-34 as 7"), told);
  }

  @Test
  void answers_areTold() {
    hear("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"conversationId\":\"d-1\"}}");
    hear("{\"jsonrpc\":\"2.0\",\"id\":12,\"result\":{" + PLACE + "}}");
    String refusal =
        "{\"jsonrpc\":\"2.0\",\"id\":13,\"error\":{\"code\":-32003,\"message\":\"no\"}}";
    hear(refusal);
    assertEquals(List.of("created d-1", "acknowledged 12 as 7", "refused 13: " + refusal), told);
  }

  @Test
  void create_isTheRequest() {
    door.create("direct", List.of("bob"));
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"conversation:create\","
            + "\"params\":{\"type\":\"direct\",\"memberIds\":[\"bob\"]}}",
        said());
  }

  @Test
  void send_isTheRequest() {
    door.talkIn(3, "c1");
    door.send(5);
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"message:send\",\"params\":" + CONTENT + "}",
        said());
  }
}
