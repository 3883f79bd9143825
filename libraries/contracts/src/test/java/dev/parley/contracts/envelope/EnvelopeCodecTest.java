package dev.parley.contracts.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EnvelopeCodecTest {

  private static final String FILE = "envelope-vectors.json";

  @TestFactory
  Stream<DynamicTest> decode_reads() {
    return Vectors.each(
        FILE, "valid", v -> assertEquals(envelope(v), EnvelopeCodec.decode(json(v))));
  }

  @TestFactory
  Stream<DynamicTest> encode_writes_what_is_frozen() {
    return Vectors.each(
        FILE,
        "valid",
        v -> {
          byte[] encoded = EnvelopeCodec.encode(envelope(v));
          if (v.get("canonical").asBoolean()) {
            assertEquals(v.get("json").asText(), new String(encoded, StandardCharsets.UTF_8));
          }
          assertEquals(envelope(v), EnvelopeCodec.decode(encoded));
        });
  }

  @TestFactory
  Stream<DynamicTest> decode_refuses() {
    return Vectors.each(
        FILE,
        "malformed",
        v -> {
          assertThrows(MalformedException.class, () -> EnvelopeCodec.decode(json(v)));
          byte[] array = ("[" + v.get("json").asText() + ",1]").getBytes(StandardCharsets.UTF_8);
          assertThrows(MalformedException.class, () -> EnvelopeCodec.decodeAll(array));
        });
  }

  @Test
  void decode_refuses_other_encodings_of_json() {
    String json = Vectors.read(FILE).get("valid").get(0).get("json").asText();
    for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
      assertThrows(
          MalformedException.class,
          () -> EnvelopeCodec.decode(json.getBytes(charset)),
          charset::name);
    }
  }

  @Test
  void decode_refuses_bytes_that_are_not_utf8() {
    byte[] json = "{\"id\":\"?\",\"type\":\"t\"}".getBytes(StandardCharsets.UTF_8);
    json[7] = (byte) 0xC3;
    assertThrows(MalformedException.class, () -> EnvelopeCodec.decode(json));
  }

  @Test
  void decode_refuses_nesting_without_end() {
    byte[] json = "{\"payload\":{\"a\":".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedException.class, () -> EnvelopeCodec.decode(json));
  }

  @Test
  void decode_does_not_share_the_source_s_bytes() {
    byte[] json = EnvelopeCodec.encode(envelope(Vectors.read(FILE).get("valid").get(0)));
    Envelope decoded = EnvelopeCodec.decode(json);
    Arrays.fill(json, (byte) 'x');
    assertEquals("{\"a\":1}", decoded.payload().text());
  }

  @Test
  void several_keep_their_order_and_payloads() {
    List<Envelope> envelopes = new ArrayList<>();
    Vectors.read(FILE).get("valid").forEach(v -> envelopes.add(envelope(v)));
    assertEquals(envelopes, EnvelopeCodec.decodeAll(EnvelopeCodec.encodeAll(envelopes)));
  }

  @Test
  void several_are_a_json_array_of_the_single_form() {
    List<Envelope> two = new ArrayList<>();
    Vectors.read(FILE).get("valid").forEach(v -> two.add(envelope(v)));
    two.subList(2, two.size()).clear();
    String expected =
        "["
            + text(EnvelopeCodec.encode(two.get(0)))
            + ","
            + text(EnvelopeCodec.encode(two.get(1)))
            + "]";
    assertEquals(expected, text(EnvelopeCodec.encodeAll(two)));
  }

  @Test
  void none_is_an_empty_array() {
    assertEquals("[]", text(EnvelopeCodec.encodeAll(List.of())));
    assertEquals(List.of(), EnvelopeCodec.decodeAll("[]".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void several_refuse_what_is_not_an_array() {
    for (String json : List.of("", "{}", "1", "[1]", "[", "[]]", "[{}]")) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThrows(MalformedException.class, () -> EnvelopeCodec.decodeAll(bytes), json);
    }
  }

  @Test
  void toString_hides_what_people_wrote() {
    Envelope envelope =
        new Envelope("e", "t", "k", 1, "u", null, RawJson.of("{\"text\":\"secret\"}"));
    assertEquals(false, envelope.toString().contains("secret"));
  }

  private static byte[] json(JsonNode vector) {
    return vector.get("json").asText().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Envelope envelope(JsonNode vector) {
    JsonNode e = vector.get("envelope");
    JsonNode to = e.get("replyTo");
    return new Envelope(
        e.get("id").asText(),
        e.get("type").asText(),
        e.get("key").asText(),
        e.get("time").asLong(),
        e.get("user").asText(),
        to == null
            ? null
            : new ReplyTo(
                to.get("node").asText(), to.get("session").asText(), to.get("request").asLong()),
        RawJson.of(e.get("payload").asText()));
  }
}
