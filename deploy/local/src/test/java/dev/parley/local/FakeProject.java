package dev.parley.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A project directory whose services are {@link FakeService}. */
final class FakeProject {

  private FakeProject() {}

  static Path in(Path directory) throws Exception {
    Files.createDirectories(directory.resolve("deploy/local"));
    jar(directory, "gateway-service");
    jar(directory, "message-service");
    jar(directory, "presence-service");
    jar(directory, "cache-service");
    return directory;
  }

  private static void jar(Path directory, String module) throws Exception {
    Path jar = Plans.jar(directory, module);
    Files.createDirectories(jar.getParent());
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH, location(FakeService.class) + " " + location(Probe.class));
    write(jar, manifest);
  }

  private static void write(Path jar, Manifest manifest) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.finish();
    }
  }

  private static String location(Class<?> type) throws Exception {
    return type.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
  }
}
