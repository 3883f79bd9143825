package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A script in Node.js that is told lines, and tells objects of JSON with one field, a line each.
 */
final class LineProcess implements AutoCloseable {

  private final Process process;
  private final File stderr;
  private final Map<String, JsonNode> last = new ConcurrentHashMap<>();

  private LineProcess(Process process, File stderr) {
    this.process = process;
    this.stderr = stderr;
  }

  static LineProcess start(String script) {
    File stderr = NodeJs.temporaryFile(".err");
    // Node.js 20 has a WebSocket only on request, later ones always.
    Process node =
        NodeJs.start(
            Path.of("").toAbsolutePath(), stderr, List.of("--experimental-websocket", script));
    LineProcess started = new LineProcess(node, stderr);
    Thread reader = new Thread(started::read, script);
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  void write(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError("the script has ended" + errors(), e);
    }
  }

  /** The last value that was told under that name; null when none was. */
  JsonNode last(String name) {
    return last.get(name);
  }

  String errors() {
    try {
      return " " + Files.readString(stderr.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ChatClient.JSON
            .readTree(line)
            .properties()
            .forEach(told -> last.put(told.getKey(), told.getValue()));
      }
    } catch (IOException ended) {
      // Whoever waits for more says that it did not come.
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
