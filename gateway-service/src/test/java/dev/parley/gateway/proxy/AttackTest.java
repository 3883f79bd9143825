package dev.parley.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.FakeService;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawHttp;
import dev.parley.gateway.testing.Services;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are meant to be understood in two ways. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@QuarkusTestResource(value = Services.class, restrictToAnnotatedClass = true)
@TestProfile(ProxyTest.Patient.class)
class AttackTest {

  private static final Set<Integer> REFUSED = Set.of(400, 404, 405);

  Services.Behind behind;

  @BeforeEach
  void reset() {
    behind.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/../q/metrics",
        "/api/v1/conversations/../../../q/metrics",
        "/api/v1/conversations/../contacts/ann",
        "/api/v1/conversations/./c1",
        "/api/v1/conversations/..",
        "/api/v1/conversations/%2e%2e/contacts/ann",
        "/api/v1/conversations/%2E%2e%2fcontacts",
        "/api/v1/conversations/.%2e/contacts/ann",
        "/api/v1/conversations/%2e",
        "/api/v1/conversations%2fc1",
        "/api/v1/conversations/a%2Fb",
        "/api/v1/conversations/a%5cb",
        "/api/v1/conversations/a\\..\\b",
        "/api/v1/conversations/a%00",
        "/api/v1/conversations/%0d%0aX:%201",
        "/api/v1/conversations//c1",
        "/api/v1//conversations",
        "//api/v1/conversations",
        "/x/../api/v1/conversations",
        "/api/v1/%63onversations",
        "/API/V1/conversations",
        "/api/v1/conversations#/../x",
        "http://other.example/api/v1/conversations",
        "http:/api/v1/conversations",
        "other.example:80",
        "*",
        "api/v1/conversations",
      })
  void paths_thatAreNotPlain_reachNoService(String target) {
    String response =
        RawHttp.exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertTrue(REFUSED.contains(RawHttp.status(response)), response);
    assertReachedNobody();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Neither name nor value may hide a line.
        "GET /api/v1/conversations HTTP/1.1\r\nHost: a\r\nX-A: 1\rX-B: 2\r\n\r\n",
        "GET /api/v1/conversations HTTP/1.1\r\nHost: a\r\nX-A\u0000: 1\r\n\r\n",
        "GET /api/v1/conversations HTTP/1.1\r\nHost: a\r\nX-A: a\u0000b\r\n\r\n",
        "GET /api/v1/conversations HTTP/1.1\r\nHost: a\r\nX A: 1\r\n\r\n",
        "GET /api/v1/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n",
        // The length of the body has to be said once and clearly.
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
            + "Content-Length: 2\r\n\r\nab",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\na",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\na",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"
            + "0\r\n\r\n",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity"
            + "\r\n\r\n0\r\n\r\n",
        "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "TRACE /api/v1/conversations HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "CONNECT /api/v1/conversations HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "NEW /api/v1/conversations HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      })
  void messages_thatAreNotClear_reachNoService(String request) {
    try (RawHttp http = new RawHttp()) {
      http.send(request);
      String head = http.readUntil("\r\n\r\n");
      assertTrue(REFUSED.contains(RawHttp.status(head)), head);
    }
    assertReachedNobody();
  }

  @Test
  void chunks_thatAreNone_endTheConnection() {
    try (RawHttp http = new RawHttp()) {
      http.send(
          "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "zz\r\n\r\n");
      assertTrue(http.ends(), "it goes on");
    }
    assertReachedNobody();
  }

  /** RFC 9112, section 6.1: the chunks count, and the length is not passed on. */
  @Test
  void lengthBesideChunks_isOneRequestForEverybody() {
    String inside = "GET /api/v1/presence/smuggled HTTP/1.1\r\nHost: a\r\nX: ";
    String response =
        RawHttp.exchange(
            "POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + Integer.toHexString(inside.length())
                + "\r\n"
                + inside
                + "\r\n0\r\n\r\n");
    assertEquals(200, RawHttp.status(response), response);
    assertEquals(1, response.split("HTTP/1.1 ", -1).length - 1, response);
    List<FakeService.Seen> seen = new ArrayList<>(behind.messageA().seen());
    seen.addAll(behind.messageB().seen());
    assertEquals(1, seen.size());
    assertEquals(inside, seen.get(0).body());
    assertFalse(
        seen.get(0).headers().contains("content-length")
            && seen.get(0).headers().contains("transfer-encoding"));
    assertEquals(0, behind.presence().seen().size());
  }

  private void assertReachedNobody() {
    assertEquals(0, behind.seen());
    assertEquals(0, behind.presence().seen().size());
  }
}
