package dev.parley.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.error.OsArchitectureNotFound;
import redis.embedded.error.UnknownOSName;
import redis.embedded.model.OsArchitecture;

/** The redis-server that embedded-redis carries for this system and processor. */
final class RedisBinary {

  private RedisBinary() {}

  /** Puts it into that directory, unless it is there, and returns where. */
  static Path in(Path directory) {
    String resource = resource();
    Path binary = directory.resolve(resource.substring(1));
    if (Files.exists(binary)) {
      return binary;
    }
    try (InputStream in = ExecutableProvider.class.getResourceAsStream(resource)) {
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, "redis-server", ".draft");
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(draft, binary, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Path of the program in embedded-redis, such as {@code /redis-server-6.2.6-linux-amd64}. */
  private static String resource() {
    try {
      OsArchitecture here = OsArchitecture.detectOSandArchitecture();
      String resource = ExecutableProvider.newProvidedVersionsMap().get(here);
      if (resource != null && ExecutableProvider.class.getResource(resource) != null) {
        return resource;
      }
      throw noneForThisSystem(null);
    } catch (UnknownOSName | OsArchitectureNotFound e) {
      throw noneForThisSystem(e);
    }
  }

  private static LocalRunException noneForThisSystem(Exception cause) {
    return new LocalRunException(
        "There is no bundled redis-server for this system: start a Redis (6.2 or newer) and set"
            + " REDIS_URL to it, such as redis://localhost:6379.",
        cause);
  }
}
