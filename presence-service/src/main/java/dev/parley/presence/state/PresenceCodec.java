package dev.parley.presence.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.presence.state.Presence.AtNode;
import dev.parley.presence.state.Presence.Choice;
import dev.parley.presence.state.Presence.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A presence as it is kept in Redis: {@code <revision>|<JSON>}, so that a script can read the
 * revision. What is 0, false, empty or null is left out.
 *
 * <p>Pure functions, safe from any thread. The form is frozen by a test: fields may be added, and a
 * reader passes over fields that it does not know.
 */
public final class PresenceCodec {

  private static final JsonFactory JSON = new JsonFactory();

  private PresenceCodec() {}

  /** The value for Redis. */
  public static byte[] encode(Presence presence) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(256)) {
      out.write(Long.toString(presence.revision()).getBytes(StandardCharsets.US_ASCII));
      out.write('|');
      try (JsonGenerator json = JSON.createGenerator(out)) {
        write(presence, json);
      }
      return out.toByteArray();
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException when it is not a presence
   */
  public static Presence decode(byte[] value) {
    int start = bodyOf(value);
    try (JsonParser json = JSON.createParser(value, start, value.length - start)) {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      return read(revision(value), json);
    } catch (IOException e) {
      throw new MalformedException("not a presence", e);
    }
  }

  /** The revision of a value, also where the rest of it cannot be read; 0 if it has none. */
  public static long revision(byte[] value) {
    try {
      int digits = bodyOf(value) - 1;
      return Long.parseLong(new String(value, 0, digits, StandardCharsets.US_ASCII));
    } catch (MalformedException | NumberFormatException none) {
      return 0;
    }
  }

  private static int bodyOf(byte[] value) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] == '|') {
        return i + 1;
      }
    }
    throw new MalformedException("a presence without a revision");
  }

  private static void write(Presence presence, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (!presence.nodes().isEmpty()) {
      json.writeObjectFieldStart("nodes");
      for (Map.Entry<String, AtNode> node : presence.nodes().entrySet()) {
        json.writeFieldName(node.getKey());
        write(node.getValue(), json);
      }
      json.writeEndObject();
    }
    flag("away", presence.away(), json);
    if (presence.choice() != null) {
      write(presence.choice(), json);
    }
    number("gone", presence.goneAt(), json);
    flag("offline", presence.offline(), json);
    number("seen", presence.seenAt(), json);
    number("shown", presence.shownRevision(), json);
    number("told", presence.toldRevision(), json);
    number("toldAt", presence.toldAt(), json);
    json.writeEndObject();
  }

  private static void write(AtNode node, JsonGenerator json) throws IOException {
    json.writeStartObject();
    number("number", node.number(), json);
    if (!node.connections().isEmpty()) {
      json.writeArrayFieldStart("at");
      for (Connection connection : node.connections()) {
        json.writeStartObject();
        json.writeStringField("session", connection.session());
        json.writeStringField("device", connection.device());
        number("since", connection.since(), json);
        number("idle", connection.idleSince(), json);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(Choice choice, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("choice");
    json.writeStringField("status", choice.status());
    if (choice.text() != null) {
      json.writeStringField("text", choice.text());
    }
    number("until", choice.until(), json);
    json.writeEndObject();
  }

  private static void number(String name, long value, JsonGenerator json) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private static void flag(String name, boolean value, JsonGenerator json) throws IOException {
    if (value) {
      json.writeBooleanField(name, true);
    }
  }

  private static Presence read(long revision, JsonParser json) throws IOException {
    Map<String, AtNode> nodes = new LinkedHashMap<>();
    boolean away = false;
    Choice choice = null;
    long gone = 0;
    boolean offline = false;
    long seen = 0;
    long shown = 0;
    long told = 0;
    long toldAt = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "nodes" -> readNodes(json, nodes);
        case "away" -> away = json.getBooleanValue();
        case "choice" -> choice = readChoice(json);
        case "gone" -> gone = json.getLongValue();
        case "offline" -> offline = json.getBooleanValue();
        case "seen" -> seen = json.getLongValue();
        case "shown" -> shown = json.getLongValue();
        case "told" -> told = json.getLongValue();
        case "toldAt" -> toldAt = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    expect(json.currentToken(), JsonToken.END_OBJECT);
    return new Presence(
        revision,
        Collections.unmodifiableMap(nodes),
        away,
        choice,
        gone,
        offline,
        seen,
        shown,
        told,
        toldAt);
  }

  private static void readNodes(JsonParser json, Map<String, AtNode> nodes) throws IOException {
    expect(json.currentToken(), JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String node = json.currentName();
      expect(json.nextToken(), JsonToken.START_OBJECT);
      nodes.put(node, readNode(json));
    }
  }

  private static AtNode readNode(JsonParser json) throws IOException {
    long number = 0;
    List<Connection> connections = new ArrayList<>(2);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "number" -> number = json.getLongValue();
        case "at" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            connections.add(readConnection(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    return new AtNode(number, Collections.unmodifiableList(connections));
  }

  private static Connection readConnection(JsonParser json) throws IOException {
    String session = "";
    String device = "";
    long since = 0;
    long idle = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "session" -> session = json.getText();
        case "device" -> device = json.getText();
        case "since" -> since = json.getLongValue();
        case "idle" -> idle = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Connection(session, device, since, idle);
  }

  private static Choice readChoice(JsonParser json) throws IOException {
    String status = "";
    String text = null;
    long until = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "status" -> status = json.getText();
        case "text" -> text = json.getText();
        case "until" -> until = json.getLongValue();
        default -> json.skipChildren();
      }
    }
    return new Choice(status, text, until);
  }

  private static void expect(JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw new MalformedException("expected " + expected + " and found " + actual);
    }
  }
}
