package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

  private static final long JAR_TIME = 1_000_000_000_000L;

  @TempDir Path root;
  private Path stamp;
  private Build build;

  @BeforeEach
  void project() throws Exception {
    FakeProject.in(root);
    touch(Plans.jar(root, "gateway-service"), 0);
    touch(Plans.jar(root, "message-service"), 0);
    touch(Plans.jar(root, "presence-service"), 0);
    touch(Plans.jar(root, "cache-service"), 0);
    stamp = root.resolve("state/services-built");
    build = new Build(root, stamp.getParent());
  }

  @Test
  void service_newerThanItsSources_isUpToDate() throws Exception {
    write("gateway-service/src/main/java/A.java", -10_000);
    write("libraries/contracts/src/main/java/B.java", -10_000);
    assertFalse(build.isStale("gateway-service"));
  }

  @Test
  void service_neverBuilt_isStale() throws Exception {
    Files.delete(Plans.jar(root, "gateway-service"));
    assertTrue(build.isStale("gateway-service"));
    assertFalse(build.isStale("message-service"));
  }

  @Test
  void service_olderThanASourceOfIts_isStale() throws Exception {
    write("gateway-service/src/main/resources/application.properties", 10_000);
    assertTrue(build.isStale("gateway-service"));
    assertFalse(build.isStale("message-service"));
  }

  @Test
  void service_olderThanALibrary_isStale() throws Exception {
    write("libraries/contracts/src/main/java/B.java", 10_000);
    assertTrue(build.isStale("gateway-service"));
    assertTrue(build.isStale("message-service"));
    assertTrue(build.isStale("presence-service"));
    assertTrue(build.isStale("cache-service"));
  }

  @Test
  void service_olderThanTheParentPom_isStale() throws Exception {
    write("pom.xml", 10_000);
    assertTrue(build.isStale("gateway-service"));
  }

  @Test
  void service_onlyATestIsNewer_isUpToDate() throws Exception {
    write("gateway-service/src/test/java/ATest.java", 10_000);
    assertFalse(build.isStale("gateway-service"));
  }

  @Test
  void service_builtLaterWithoutChange_isUpToDate() throws Exception {
    write("gateway-service/src/main/java/A.java", 10_000);
    write("state/services-built", 20_000);
    assertFalse(build.isStale("gateway-service"));
    write("gateway-service/src/main/java/A.java", 30_000);
    assertTrue(build.isStale("gateway-service"));
  }

  @Test
  void build_nothingStale_saysNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    build.bringUpToDate(new PrintStream(out));
    assertEquals("", out.toString());
  }

  private void write(String name, long afterJar) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    touch(file, afterJar);
  }

  private static void touch(Path file, long afterJar) throws Exception {
    Files.setLastModifiedTime(file, FileTime.fromMillis(JAR_TIME + afterJar));
  }
}
