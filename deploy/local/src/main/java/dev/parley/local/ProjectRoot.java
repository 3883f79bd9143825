package dev.parley.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The directory of the project: the one with {@code gateway-service} and {@code deploy/local}. */
final class ProjectRoot {

  private ProjectRoot() {}

  /** Found upwards from this program, else (when that is a copy) from the working directory. */
  static Path find() {
    Path root = above(program());
    root = root != null ? root : above(Path.of("").toAbsolutePath());
    if (root == null) {
      throw new LocalRunException(
          "The project's directory is not to be found from here: change into it and try again.");
    }
    return root;
  }

  private static Path above(Path start) {
    for (Path path = start; path != null; path = path.getParent()) {
      if (Files.isDirectory(path.resolve("gateway-service"))
          && Files.isDirectory(path.resolve("deploy/local"))) {
        return path;
      }
    }
    return null;
  }

  private static Path program() {
    CodeSource source = ProjectRoot.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? null : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
