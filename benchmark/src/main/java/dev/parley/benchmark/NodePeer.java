package dev.parley.benchmark;

import dev.parley.benchmark.connector.Child;
import dev.parley.benchmark.connector.Console;
import dev.parley.local.LocalRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The Socket.IO server in {@code benchmark/peers/socketio}: what starts it, once all that it needs
 * is there.
 */
final class NodePeer {

  private static final Duration TO_LOOK = Duration.ofSeconds(30);
  private static final Duration TO_INSTALL = Duration.ofMinutes(5);
  private static final String ADVICE =
      " for the Socket.IO peer: install Node.js 18 or newer with its npm, and put both on the PATH.";

  private NodePeer() {}

  /**
   * The command that runs one process of it; installs its packages before, when they are missing or
   * older than its {@code package.json}.
   *
   * @throws LocalRunException when there is no node or npm, or the packages cannot be had
   */
  static List<String> command() {
    return command(directory(), "node", "npm");
  }

  static List<String> command(Path directory, String node, String npm) {
    require(
        List.of(node, "-e", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"),
        "Node.js 18 or newer is needed");
    if (!isInstalled(directory)) {
      require(List.of(npm, "--version"), "npm is needed");
      install(directory, npm);
    }
    return List.of(node, directory.resolve("server.js").toString());
  }

  private static void require(List<String> look, String needed) {
    try {
      Child.run(look, Redirect.DISCARD, TO_LOOK);
    } catch (LocalRunException e) {
      throw new LocalRunException(needed + ADVICE, e);
    }
  }

  private static void install(Path directory, String npm) {
    Console.say("installing the packages of the Socket.IO peer");
    // No lock file: it would hold the addresses of the registry that was used.
    List<String> command =
        List.of(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
    try {
      Child.run(command, directory, Redirect.DISCARD, TO_INSTALL);
    } catch (LocalRunException e) {
      throw new LocalRunException(
          "npm cannot install the packages of the Socket.IO peer: see above, or run npm install"
              + " --no-package-lock in benchmark/peers/socketio.",
          e);
    }
  }

  /** npm writes this file when everything else is there. */
  private static boolean isInstalled(Path directory) {
    Path done = directory.resolve("node_modules/.package-lock.json");
    try {
      return Files.exists(done)
          && Files.getLastModifiedTime(done)
                  .compareTo(Files.getLastModifiedTime(directory.resolve("package.json")))
              >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside target, where this program is. */
  private static Path directory() {
    try {
      return Path.of(NodePeer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getParent()
          .resolveSibling("peers/socketio");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
