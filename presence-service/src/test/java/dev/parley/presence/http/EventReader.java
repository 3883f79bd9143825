package dev.parley.presence.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.service.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that reads server-sent events as they come. */
final class EventReader implements AutoCloseable {

  /**
   * An event.
   *
   * @param id its id
   * @param name its name
   */
  record Event(long id, String name, JsonNode data) {

    String status() {
      String user = data.get("userId").asText().replaceAll("-.*", "");
      return user + " " + data.get("status").asText();
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpURLConnection connection;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  EventReader(String url, String token, Long after, String... users) {
    try {
      String query = "?userIds=" + String.join(",", users);
      connection = (HttpURLConnection) URI.create(url + query).toURL().openConnection();
      connection.setRequestProperty("Authorization", "Bearer " + token);
      connection.setRequestProperty("Accept", "text/event-stream");
      if (after != null) {
        connection.setRequestProperty("Last-Event-ID", after.toString());
      }
      InputStream in = connection.getInputStream();
      Thread reader = new Thread(() -> read(in), "event-reader");
      reader.setDaemon(true);
      reader.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      long id = 0;
      String name = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          events.add(new Event(id, name, JSON.readTree(value(line))));
        } else if (line.startsWith("id:")) {
          id = Long.parseLong(value(line));
        } else if (line.startsWith("event:")) {
          name = value(line);
        } else if (line.startsWith(":")) {
          comments.add(value(line));
        }
      }
    } catch (IOException closed) {
      // As the test has wanted.
    }
    ended = true;
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  /** Waits until a user has a status: the first event that says so. */
  Event until(String status) {
    Await.until(status, () -> events.stream().anyMatch(event -> event.status().equals(status)));
    return events.stream().filter(event -> event.status().equals(status)).findFirst().get();
  }

  void untilComment(String comment) {
    Await.until("comment " + comment, () -> comments.contains(comment));
  }

  void untilEnd() {
    Await.until("the end", () -> ended);
  }

  /** How many have come. */
  int events() {
    return events.size();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
