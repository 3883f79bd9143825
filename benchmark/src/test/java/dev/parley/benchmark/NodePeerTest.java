package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.LocalRunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs in place of node and npm, so that neither has to be there. */
class NodePeerTest {

  private static final String WORKS = "true";
  private static final String FAILS = "false";
  private static final String NOT_THERE = "no-such-program";

  @TempDir Path directory;

  @BeforeEach
  void peer() throws Exception {
    Files.createFile(directory.resolve("package.json"));
  }

  @Test
  void peer_installed_needsNoNpm() throws Exception {
    installed();
    assertEquals(
        List.of(WORKS, directory.resolve("server.js").toString()),
        NodePeer.command(directory, WORKS, NOT_THERE));
  }

  @Test
  void peer_notInstalled_isInstalledByNpm() {
    Path npm = npmThatInstalls();
    NodePeer.command(directory, WORKS, npm.toString());
    assertTrue(Files.exists(directory.resolve("installed")));
  }

  @Test
  void packages_olderThanTheirList_areInstalledAgain() throws Exception {
    installed();
    Files.setLastModifiedTime(
        directory.resolve("package.json"), FileTime.from(Instant.now().plusSeconds(60)));
    Path npm = npmThatInstalls();
    NodePeer.command(directory, WORKS, npm.toString());
    assertTrue(Files.exists(directory.resolve("installed")));
  }

  @Test
  void node_missingOrTooOld_isSaid() {
    String expected =
        "Node.js 18 or newer is needed for the Socket.IO peer: install Node.js 18 or newer";
    assertSentence(expected, NOT_THERE, WORKS);
    assertSentence(expected, FAILS, WORKS);
  }

  @Test
  void npm_missing_isSaid() {
    assertSentence("npm is needed for the Socket.IO peer: install", WORKS, NOT_THERE);
  }

  @Test
  void npm_thatCannotInstall_isSaid() throws Exception {
    Path npm = script("[ \"$1\" = --version ]");
    assertSentence("npm cannot install the packages", WORKS, npm.toString());
  }

  private void assertSentence(String start, String node, String npm) {
    String sentence =
        assertThrows(LocalRunException.class, () -> NodePeer.command(directory, node, npm))
            .getMessage();
    assertTrue(sentence.startsWith(start), sentence);
  }

  private void installed() throws Exception {
    Files.createDirectories(directory.resolve("node_modules"));
    Files.createFile(directory.resolve("node_modules/.package-lock.json"));
  }

  private Path npmThatInstalls() {
    return script("[ \"$1\" = --version ] || touch installed");
  }

  private Path script(String line) {
    try {
      Path script = directory.resolve("npm");
      Files.writeString(script, "#!/bin/sh\n" + line + "\n");
      assertTrue(script.toFile().setExecutable(true));
      return script;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
