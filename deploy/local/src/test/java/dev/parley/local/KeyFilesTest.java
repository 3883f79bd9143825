package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

  @TempDir Path directory;

  @Test
  void privateKey_isForItsOwnerOnly() throws Exception {
    KeyFiles.in(directory);
    Path file = directory.resolve("private-key.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void keys_openedAgain_areTheSame() {
    assertEquals(KeyFiles.in(directory).privateKey(), KeyFiles.in(directory).privateKey());
  }

  @Test
  void keys_openedByManyAtOnce_areMadeOnce() {
    Set<PrivateKey> keys =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> KeyFiles.in(directory).privateKey())
            .collect(Collectors.toSet());
    assertEquals(1, keys.size());
  }

  @Test
  void publicKey_lost_isMadeAgainFromThePrivateOne() throws Exception {
    Path file = KeyFiles.in(directory).publicKeyFile();
    String before = Files.readString(file);
    Files.delete(file);
    KeyFiles.in(directory);
    assertEquals(before, Files.readString(file));
  }

  @Test
  void privateKey_spoilt_isNamedInOneSentence() throws Exception {
    Path file = directory.resolve("private-key.pem");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    String sentence =
        assertThrows(LocalRunException.class, () -> KeyFiles.in(directory)).getMessage();
    assertTrue(sentence.startsWith(file + " is no RSA key: remove it"), sentence);
  }
}
