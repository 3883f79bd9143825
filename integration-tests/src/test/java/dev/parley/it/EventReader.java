package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events as they come (WHATWG HTML, "Server-sent events"). */
final class EventReader implements AutoCloseable {

  /** One event of a stream. */
  record Event(long id, String name, JsonNode data) {}

  private final InputStream body;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  EventReader(InputStream body) {
    this.body = body;
    Thread reader = new Thread(this::read, "event-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      long id = 0;
      String name = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          events.add(new Event(id, name, ChatClient.JSON.readTree(value(line))));
        } else if (line.startsWith("id:")) {
          id = Long.parseLong(value(line));
        } else if (line.startsWith("event:")) {
          name = value(line);
        }
      }
    } catch (IOException cut) {
      // By this side or by the other.
    }
    ended = true;
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  /** All that have come, in their order. */
  List<Event> events() {
    return List.copyOf(events);
  }

  /** The views of a user, as they have come. */
  List<JsonNode> views(String user) {
    return events.stream()
        .map(Event::data)
        .filter(view -> view.get("userId").asText().equals(user))
        .toList();
  }

  /** What a client would resume with. */
  long lastId() {
    return events.get(events.size() - 1).id();
  }

  /** Whether nothing more will come. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
