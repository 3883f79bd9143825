package dev.parley.contracts.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Envelopes as JSON, by streaming: the payload is cut out as a slice, not parsed (docs/adr/0002).
 *
 * <p>Pure functions, safe from any thread. The form is frozen by {@code envelope-vectors.json}:
 * fields may be added, and a reader passes over fields that it does not know.
 */
public final class EnvelopeCodec {

  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);

  private EnvelopeCodec() {}

  /** One envelope as a JSON object. */
  public static byte[] encode(Envelope envelope) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(256 + envelope.payload().length())) {
      write(envelope, out);
      return out.toByteArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  /** Several envelopes as one JSON array, in their order. */
  public static byte[] encodeAll(List<Envelope> envelopes) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512 * Math.max(1, envelopes.size()))) {
      char before = '[';
      for (Envelope envelope : envelopes) {
        out.write(before);
        write(envelope, out);
        before = ',';
      }
      if (envelopes.isEmpty()) {
        out.write('[');
      }
      out.write(']');
      return out.toByteArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException when it is not an envelope
   */
  public static Envelope decode(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      Envelope envelope = read(parser, json);
      expect(parser.nextToken(), null);
      return envelope;
    } catch (IOException e) {
      throw new MalformedException("not an envelope", e);
    }
  }

  /**
   * Reads what {@link #encodeAll} wrote.
   *
   * @throws MalformedException when it is not an array of envelopes
   */
  public static List<Envelope> decodeAll(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_ARRAY);
      List<Envelope> envelopes = new ArrayList<>();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        envelopes.add(read(parser, json));
      }
      expect(parser.currentToken(), JsonToken.END_ARRAY);
      expect(parser.nextToken(), null);
      return envelopes;
    } catch (IOException e) {
      throw new MalformedException("not an array of envelopes", e);
    }
  }

  private static void write(Envelope envelope, ByteArrayBuilder out) throws IOException {
    // Closing gives the buffers back for the next one.
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", envelope.id());
      json.writeStringField("type", envelope.type());
      json.writeStringField("key", envelope.key());
      json.writeNumberField("time", envelope.time());
      json.writeStringField("user", envelope.user());
      if (envelope.replyTo() != null) {
        json.writeObjectFieldStart("replyTo");
        json.writeStringField("node", envelope.replyTo().node());
        json.writeStringField("session", envelope.replyTo().session());
        json.writeNumberField("request", envelope.replyTo().request());
        json.writeEndObject();
      }
      json.writeFieldName("payload");
      json.writeRaw(':');
    }
    out.write(envelope.payload().utf8());
    out.write('}');
  }

  private static Envelope read(JsonParser parser, byte[] source) throws IOException {
    String id = null;
    String type = null;
    String key = null;
    long time = 0;
    String user = null;
    ReplyTo replyTo = null;
    RawJson payload = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "id" -> id = text(parser, value);
        case "type" -> type = text(parser, value);
        case "key" -> key = text(parser, value);
        case "time" -> time = number(parser, value);
        case "user" -> user = text(parser, value);
        case "replyTo" -> replyTo = readReplyTo(parser, value);
        case "payload" -> payload = slice(parser, value, source);
        default -> parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    required("id", id);
    required("type", type);
    required("key", key);
    required("user", user);
    required("payload", payload);
    return new Envelope(id, type, key, time, user, replyTo, payload);
  }

  private static ReplyTo readReplyTo(JsonParser parser, JsonToken start) throws IOException {
    expect(start, JsonToken.START_OBJECT);
    String node = null;
    String session = null;
    long request = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (field) {
        case "node" -> node = text(parser, value);
        case "session" -> session = text(parser, value);
        case "request" -> request = number(parser, value);
        default -> parser.skipChildren();
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    required("replyTo.node", node);
    required("replyTo.session", session);
    return new ReplyTo(node, session, request);
  }

  private static RawJson slice(JsonParser parser, JsonToken start, byte[] source)
      throws IOException {
    expect(start, JsonToken.START_OBJECT);
    int from = (int) parser.currentTokenLocation().getByteOffset();
    if (from < 0) {
      throw new MalformedException("not UTF-8");
    }
    parser.skipChildren();
    int to = (int) parser.currentLocation().getByteOffset();
    return RawJson.of(Arrays.copyOfRange(source, from, to));
  }

  private static String text(JsonParser parser, JsonToken token) throws IOException {
    expect(token, JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private static long number(JsonParser parser, JsonToken token) throws IOException {
    expect(token, JsonToken.VALUE_NUMBER_INT);
    return parser.getLongValue();
  }

  private static void required(String field, Object value) {
    if (value == null) {
      throw new MalformedException("an envelope without " + field);
    }
  }

  private static void expect(JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw new MalformedException("expected " + expected + " and found " + actual);
    }
  }
}
