package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(before);
  }

  @Test
  void help_ofEach_isItsOwn() {
    assertEquals(0, Main.run(List.of("direct", "--help")));
    assertEquals(LoadOptions.HELP, printed.toString(StandardCharsets.UTF_8));
    printed.reset();
    assertEquals(0, Main.run(List.of("compare", "--help")));
    assertEquals(CompareOptions.HELP, printed.toString(StandardCharsets.UTF_8));
    printed.reset();
    assertEquals(0, Main.run(List.of("connector", "--help")));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains(" connector "));
    printed.reset();
    assertEquals(0, Main.run(List.of("presence", "--help")));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("--replicas"));
    printed.reset();
    assertEquals(0, Main.run(List.of("limits", "--help")));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("--subjects"));
    printed.reset();
    assertEquals(0, Main.run(List.of("models", "--help")));
    assertTrue(printed.toString(StandardCharsets.UTF_8).contains("--conversations"));
  }

  @Test
  void commandLine_wrong_isTwo() {
    assertEquals(2, Main.run(List.of()));
    assertEquals(2, Main.run(List.of("direct", "--users=7")));
    assertEquals(2, Main.run(List.of("compare", "--rounds=0")));
    assertEquals(2, Main.run(List.of("connector", "--cores=-1")));
    assertEquals(2, Main.run(List.of("presence", "--users=7")));
    assertEquals(2, Main.run(List.of("limits", "--subjects=7")));
    assertEquals(2, Main.run(List.of("models", "--events=-7")));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }
}
