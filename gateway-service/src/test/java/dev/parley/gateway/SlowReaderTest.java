package dev.parley.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that read too slowly: what they lose, what they cost, and that nobody else notices. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
@TestProfile(SlowReaderTest.Small.class)
class SlowReaderTest {

  private static final int MAX_OUTSTANDING = 400_000;
  private static final int READERS = 100;
  private static final String PADDING = "x".repeat(20_000);

  /** Little room, and a stall that a test can wait for. */
  public static final class Small implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.session.max-outstanding", String.valueOf(MAX_OUTSTANDING),
          "parley.session.stall-timeout", "PT15S",
          "parley.session.close-timeout", "PT1S");
    }
  }

  @Inject Backend backend;
  @Inject Sessions sessions;
  @Inject MeterRegistry meters;

  @Test
  void stoppedReaders_costABoundedAmountAndHarmNobody() {
    List<RawClient> stopped = new ArrayList<>();
    String[] users = new String[READERS + 1];
    double dropped = dropped("event");
    double closed = closed();
    try (Client witness = Client.ready("witness")) {
      for (int i = 0; i < READERS; i++) {
        users[i] = "stopped" + i;
        stopped.add(RawClient.connect(users[i]));
      }
      users[READERS] = "witness";
      double most = 0;
      int seq = 0;
      // As long as it takes to fill what the system buffers for all of them.
      while (dropped("event") < dropped + READERS && closed() == closed || seq < 100) {
        backend.tell(event(++seq, users));
        assertEquals(seq, witness.next().path("params").path("seq").asInt());
        most = Math.max(most, outstanding());
        assertTrue(seq < 5_000, "never dropped");
      }

      assertTrue(most > MAX_OUTSTANDING, "something waited for them: " + most);
      assertTrue(most <= (double) READERS * MAX_OUTSTANDING, "and no more than allowed: " + most);
      // Whoever's buffers had more room than the others' gets more, until those are full as well.
      while (sessions.count() > 1) {
        backend.tell(event(++seq, users));
        assertEquals(seq, witness.next().path("params").path("seq").asInt());
        assertTrue(seq < 20_000, "never closed");
      }
      assertEquals(closed + READERS, closed());
      Backend.until("nothing waits", () -> outstanding() == 0);
      backend.tell(event(++seq, users));
      assertEquals(seq, witness.next().path("params").path("seq").asInt());
    } finally {
      stopped.forEach(RawClient::close);
    }
  }

  @Test
  void readerThatPauses_isToldToResyncAndGetsNothingOldAfterIt() throws IOException {
    double resyncs = resyncs();
    double dropped = dropped("event");
    double droppedTyping = dropped("transient");
    try (RawClient client = RawClient.connect("pauses")) {
      String session = client.next().path("params").path("sessionId").asText();
      int seq = 0;
      while (dropped("event") < dropped + 10) {
        backend.tell(event(++seq, "pauses"), typing("pauses"));
        assertTrue(seq < 5_000, "never dropped");
      }
      backend.tell(new InboxItem.Reply(session, 1, false, RawJson.of("{}")));

      int heard = 0;
      JsonNode frame = client.next();
      while (!frame.path("method").asText().equals("resync")) {
        if (frame.path("method").asText().equals("message:new")) {
          assertEquals(++heard, frame.path("params").path("seq").asInt());
        }
        frame = client.next();
      }
      assertTrue(heard < seq, "some were dropped");
      assertEquals(resyncs + 1, resyncs());
      assertTrue(dropped("transient") > droppedTyping);

      backend.tell(event(seq + 1, "pauses"));
      frame = client.next();
      assertEquals("message:new", frame.path("method").asText());
      assertEquals(seq + 1, frame.path("params").path("seq").asInt());
    }
  }

  @Test
  void repliesToOneThatReadsNothing_areBoundedToo() throws IOException {
    double closed = closed();
    try (RawClient client = RawClient.connect("greedy")) {
      Backend.until("there", () -> !sessions.ofUser("greedy").isEmpty());
      byte[] request =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\"}"
              .formatted("m".repeat(128))
              .getBytes(US_ASCII);
      IOException end = null;
      while (end == null) {
        try {
          client.send(RawClient.TEXT, request);
        } catch (IOException cut) {
          end = cut;
        }
      }
      Backend.until("forgotten", () -> sessions.ofUser("greedy").isEmpty());
      assertEquals(closed + 1, closed());
    }
  }

  @Test
  void whoPingsAndReadsNothing_isCut() throws IOException {
    double closed = closed();
    byte[] pings = new byte[0];
    for (int i = 0; i < 100; i++) {
      byte[] ping = RawClient.frame(RawClient.PING, true, new byte[125]);
      pings = Arrays.copyOf(pings, pings.length + ping.length);
      System.arraycopy(ping, 0, pings, pings.length - ping.length, ping.length);
    }
    try (RawClient client = RawClient.connect("pinger")) {
      IOException end = null;
      while (end == null) {
        try {
          client.write(pings);
        } catch (IOException cut) {
          end = cut;
        }
      }
      Backend.until("forgotten", () -> sessions.ofUser("pinger").isEmpty());
      assertEquals(closed + 1, closed());
    }
  }

  private static InboxItem event(int seq, String... users) {
    return Backend.delivery("{\"seq\":%d,\"x\":\"%s\"}".formatted(seq, PADDING), "", users);
  }

  private static InboxItem typing(String user) {
    return new InboxItem.Delivery(List.of(user), "", "typing:start", RawJson.of("{}"));
  }

  private double outstanding() {
    return meters.get("parley.session.outstanding.bytes").gauge().value();
  }

  private double dropped(String kind) {
    return meters.get("parley.session.dropped").tag("kind", kind).counter().count();
  }

  private double resyncs() {
    return meters.get("parley.session.resyncs").counter().count();
  }

  private double closed() {
    var counter =
        meters
            .find("parley.sessions.closed")
            .tag("reason", CloseCode.SLOW_CONSUMER.reason())
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
