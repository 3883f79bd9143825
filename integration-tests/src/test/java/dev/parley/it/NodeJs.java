package dev.parley.it;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Node.js that comes with Playwright, so that nobody has to install one for the tests. */
final class NodeJs {

  /** The project. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Map<String, String> NO_BROWSERS =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private NodeJs() {}

  /** Where the JavaScript client is. */
  static Path client() {
    return ROOT.resolve("clients/javascript");
  }

  /** Starts it; what it writes to stderr goes to that file. */
  static Process start(Path directory, File stderr, List<String> arguments) {
    Path node = Driver.ensureDriverInstalled(NO_BROWSERS, false).driverDir().resolve("node");
    List<String> command = new ArrayList<>(List.of(node.toString()));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectError(stderr)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static File temporaryFile(String suffix) {
    try {
      return Files.createTempFile("parley-it", suffix).toFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
