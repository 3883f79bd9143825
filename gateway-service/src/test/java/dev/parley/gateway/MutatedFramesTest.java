package dev.parley.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import dev.parley.gateway.testing.Sample;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should send: whatever it is, it is answered once, or ends its own connection. */
@QuarkusTest
@QuarkusTestResource(
    value = GatewayResource.class,
    restrictToAnnotatedClass = true,
    initArgs = {
      // What a mutation leaves valid is answered soon.
      @ResourceArg(name = "parley.request.timeout", value = "PT0.1S"),
      @ResourceArg(name = "parley.models.enabled", value = "false"),
      @ResourceArg(name = "parley.request.max-pending", value = "100000")
    })
class MutatedFramesTest {

  private static final int FRAMES = 5_000;
  private static final int AT_ONCE = 250;
  private static final String PROBE =
      "{\"jsonrpc\":\"2.0\",\"id\":\"probe\",\"method\":\"no:such\"}";

  @Inject MeterRegistry meters;

  private static final byte[] JSON = "{}[]\",:\\0123456789eE+-.tfn \t\n/*'#".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyMutatedRequest_isAnsweredOnce(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> valid = valid();
    try (RawClient client = RawClient.connect("fuzz" + seed);
        Client witness = Client.ready("witness" + seed)) {
      assertEquals("ready", client.next().path("method").asText());
      for (int sent = 0; sent < FRAMES; sent += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++) {
          byte[] frame = valid.get(random.nextInt(valid.size())).clone();
          client.send(RawClient.TEXT, mutate(frame, random));
        }
        client.send(RawClient.TEXT, PROBE.getBytes(UTF_8));
        int probes = 0;
        for (int i = 0; i <= AT_ONCE; i++) {
          JsonNode answer = client.next();
          assertIsAnswer(answer);
          probes += answer.path("id").asText().equals("probe") ? 1 : 0;
        }
        assertEquals(1, probes, "seed " + seed + ", after " + sent);
      }
      client.send(RawClient.TEXT, PROBE.getBytes(UTF_8));
      assertEquals("probe", client.next().path("id").asText(), "nothing is answered twice");
      witness.send(PROBE);
      assertEquals("probe", witness.next().path("id").asText());
    }
  }

  @Test
  void fragments_areOneRequest_whateverIsBetween() throws IOException {
    try (RawClient client = RawClient.connect("fragments")) {
      client.next();
      byte[] probe = PROBE.getBytes(UTF_8);
      for (int i = 0; i < probe.length; i++) {
        int opcode = i == 0 ? RawClient.TEXT : RawClient.CONTINUATION;
        client.write(RawClient.frame(opcode, false, new byte[] {probe[i]}));
        client.send(RawClient.PING, new byte[] {(byte) i});
        RawClient.Received pong = client.receive();
        assertEquals(RawClient.PONG, pong.opcode());
        assertEquals((byte) i, pong.payload()[0]);
      }
      for (int i = 0; i < 10_000; i++) {
        client.write(RawClient.frame(RawClient.CONTINUATION, false, new byte[0]));
      }
      client.send(RawClient.CONTINUATION, new byte[0]);

      assertEquals("probe", client.next().path("id").asText());
    }
  }

  @Test
  void floodOfPings_isAnsweredAndHarmsNobody() throws IOException {
    try (RawClient client = RawClient.connect("pings");
        Client witness = Client.ready("calm")) {
      client.next();
      for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 100; i++) {
          client.send(RawClient.PING, new byte[] {(byte) i});
        }
        for (int i = 0; i < 100; i++) {
          assertEquals(RawClient.PONG, client.receive().opcode());
        }
      }
      for (int i = 0; i < 10_000; i++) {
        client.send(RawClient.PONG, new byte[125]);
      }
      client.send(RawClient.TEXT, PROBE.getBytes(UTF_8));
      assertEquals("probe", client.next().path("id").asText());
      witness.send(PROBE);
      assertEquals("probe", witness.next().path("id").asText());
    }
  }

  /** Reserved opcodes, a control frame in fragments, the continuation of nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0x83, 0x8B, 0x09, 0x80})
  void brokenFrame_endsItsOwnConnectionOnly(int firstByte) throws IOException {
    try (RawClient client = RawClient.connect("broken");
        Client witness = Client.ready("whole")) {
      client.next();
      client.write(new byte[] {(byte) firstByte, (byte) 0x81, 0, 0, 0, 0, 'x'});
      client.rest();
      assertNull(
          meters.find("parley.sessions.closed").tag("reason", "dead_peer").counter(),
          "ended at once, and not as one that is no longer there");

      witness.send(PROBE);
      assertEquals("probe", witness.next().path("id").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "x-webkit-deflate-frame",
        "deflate-frame"
      })
  void compression_isNotAgreedOn(String extension) throws IOException {
    try (RawClient client = RawClient.plain()) {
      client.write(
          RawClient.upgrade(
              Tokens.of("deflate"), "Sec-WebSocket-Extensions: " + extension + "\r\n"));
      String head = client.header().toLowerCase(Locale.ROOT);

      assertTrue(head.startsWith("http/1.1 101 "), head);
      assertTrue(!head.contains("sec-websocket-extensions"), head);
    }
  }

  private static void assertIsAnswer(JsonNode answer) {
    if (answer.isArray()) {
      assertTrue(answer.size() > 0, "an empty batch");
      answer.forEach(MutatedFramesTest::assertIsAnswer);
    } else {
      assertEquals("2.0", answer.path("jsonrpc").asText(), answer.toString());
      assertTrue(answer.has("id"), answer.toString());
      assertTrue(answer.has("result") ^ answer.has("error"), answer.toString());
    }
  }

  /** Changes up to four places: a byte, a cut, something doubled, or something of JSON put in. */
  private static byte[] mutate(byte[] frame, Random random) {
    byte[] mutated = frame;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(mutated.length + 1);
      int to = Math.min(mutated.length, at + random.nextInt(8));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(mutated, 0, at);
      switch (random.nextInt(5)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.write(JSON, random.nextInt(JSON.length), 1);
        case 2 -> out.write(mutated, at, to - at);
        case 3 -> out.writeBytes("[".repeat(random.nextInt(100)).getBytes(UTF_8));
        default -> at = to;
      }
      out.write(mutated, at, mutated.length - at);
      mutated = out.toByteArray();
    }
    return mutated;
  }

  private static List<byte[]> valid() {
    List<Sample> samples = new ArrayList<>(Sample.commands());
    samples.addAll(Sample.queries());
    samples.addAll(Sample.notices());
    List<byte[]> requests = new ArrayList<>();
    String batch = "";
    for (Sample sample : samples) {
      String request =
          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
              .formatted(requests.size(), sample.method(), sample.json());
      requests.add(request.getBytes(UTF_8));
      batch += batch.isEmpty() ? request : "," + request;
    }
    requests.add(("[" + batch + "]").getBytes(UTF_8));
    return requests;
  }
}
