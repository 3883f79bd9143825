package dev.parley.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Brings the services' jars up to date with their sources, by Maven. */
final class Build {

  private static final List<String> SERVICES =
      List.of("message-service", "presence-service", "cache-service", "gateway-service");

  private final Path root;
  private final Path stamp;

  /** The stamp file keeps when it was last built: a build may leave an unchanged jar as it is. */
  Build(Path root, Path stateDir) {
    this.root = root;
    this.stamp = stateDir.resolve("services-built");
  }

  /** Builds if something is missing or older than its sources; says so before. */
  void bringUpToDate(PrintStream out) {
    List<String> stale = SERVICES.stream().filter(this::isStale).toList();
    if (stale.isEmpty()) {
      return;
    }
    out.println("Building " + String.join(" and ", stale) + ": takes about a minute ...");
    FileTime begin = FileTime.fromMillis(System.currentTimeMillis());
    run(
        List.of(
            "mvn",
            "-q",
            "-DskipTests",
            "-Dspotless.check.skip=true",
            "-pl",
            String.join(",", SERVICES),
            "-am",
            "package"));
    try {
      Files.write(stamp, new byte[0]);
      Files.setLastModifiedTime(stamp, begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isStale(String service) {
    Path jar = Plans.jar(root, service);
    if (Files.notExists(jar)) {
      return true;
    }
    long built = Math.max(modified(jar), Files.exists(stamp) ? modified(stamp) : 0);
    return sources(service).stream().anyMatch(source -> isNewer(source, built));
  }

  private List<Path> sources(String service) {
    List<Path> sources = new ArrayList<>();
    sources.add(root.resolve("pom.xml"));
    sources.add(root.resolve("clients/javascript/src"));
    addModule(sources, root.resolve(service));
    try (Stream<Path> libraries = list(root.resolve("libraries"))) {
      libraries.forEach(library -> addModule(sources, library));
    }
    return sources;
  }

  private static void addModule(List<Path> sources, Path module) {
    sources.add(module.resolve("pom.xml"));
    sources.add(module.resolve("src/main"));
  }

  private static boolean isNewer(Path source, long built) {
    if (Files.notExists(source)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> modified(file) > built);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> list(Path directory) {
    try {
      return Files.isDirectory(directory) ? Files.list(directory) : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectInput(Path.of("/dev/null").toFile());
    Process maven;
    try {
      maven = builder.start();
    } catch (IOException e) {
      throw new LocalRunException(
          "Maven is needed to build the services, and mvn is not on the PATH: install Maven 3.8.7"
              + " or newer.",
          e);
    }
    // Ctrl-C reaches only this program, which is in a process group of its own.
    Thread hook = new Thread(maven::destroy, "build-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (maven.waitFor() != 0) {
        throw new LocalRunException("The build failed: see above, mend it and try again.");
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new LocalRunException("The build was interrupted.", e);
    }
  }
}
