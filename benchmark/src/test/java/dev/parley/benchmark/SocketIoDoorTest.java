package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets as the protocol's documents and the Node server have them. */
class SocketIoDoorTest extends DoorTest {

  private String request;

  @BeforeEach
  void open() {
    request = open(new SocketIoDoor(this));
  }

  @Test
  void upgrade_asksForWebSocketOnly() {
    String start = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n";
    assertTrue(request.startsWith(start), request);
    assertTrue(request.endsWith("\r\n\r\n"), request);
  }

  @Test
  void session_connectsWithTheTokenAndIsReadyOnceItsRoomsAreJoined() {
    hear("0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");
    assertEquals("40{\"token\":\"t0ken\"}", said());
    hear("40{\"sid\":\"b\"}");
    assertEquals(List.of(), told);
    hear("42[\"ready\",{\"userId\":\"ann\"}]");
    assertEquals(List.of("ready"), told);
  }

  @Test
  void session_refused_isClosed() {
    hear("0{\"sid\":\"a\"}");
    hear("44{\"message\":\"unauthorized\"}");
    assertEquals(List.of("closed: refused: 44{\"message\":\"unauthorized\"}"), told);
    assertClosed();
  }

  @Test
  void session_endedByTheServer_isClosed() {
    hear("41");
    assertEquals(List.of("closed: refused: 41"), told);
    assertClosed();
  }

  @Test
  void ping_isAnswered() {
    hear("2");
    assertEquals("3", said());
    assertEquals(List.of(), told);
  }

  @Test
  void packet_notExpected_isTold() {
    hear("6");
    assertEquals(List.of("closed: an Engine.IO packet that is not expected: 6"), told);
  }

  @Test
  void events_areTold() {
    hear("42[\"conversation:created\",{\"conversationId\":\"c1\"}]");
    hear("42[\"message:new\"," + MESSAGE + "]");
    assertEquals(List.of("delivered 12-34 as 7"), told);
  }

  @Test
  void acks_areTold() {
    hear("430[{\"conversationId\":\"d-1\",\"type\":\"direct\"}]");
    hear("4312[{" + PLACE + "}]");
    hear("4313[{\"error\":\"not a member\"}]");
    assertEquals(
        List.of(
            "created d-1",
            "acknowledged 12 as 7",
            "refused 13: 4313[{\"error\":\"not a member\"}]"),
        told);
  }

  @Test
  void create_isTheEvent() {
    door.create("group", List.of("bob", "eve"));
    assertEquals(
        "420[\"conversation:create\",{\"type\":\"group\",\"memberIds\":[\"bob\",\"eve\"]}]",
        said());
  }

  @Test
  void send_isTheEvent() {
    door.talkIn(3, "c1");
    door.send(5);
    assertEquals("425[\"message:send\"," + CONTENT + "]", said());
  }
}
