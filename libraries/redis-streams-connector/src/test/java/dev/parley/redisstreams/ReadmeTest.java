package dev.parley.redisstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Path README = Path.of("README.md");

  /** {@code -Dreadme.write=true} writes the table instead of comparing it. */
  @Test
  void the_table_of_attributes_is_that_of_the_annotations() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(README));
    List<String> declared =
        Arrays.stream(RedisStreamsConnector.class.getAnnotation(ConnectorAttributes.class).value())
            .map(ReadmeTest::row)
            .toList();
    int first = lines.indexOf("| attribute | direction | default | meaning |") + 2;
    int end = first;
    while (lines.get(end).startsWith("|")) {
      end++;
    }
    List<String> table = lines.subList(first, end);
    if (Boolean.getBoolean("readme.write")) {
      table.clear();
      table.addAll(declared);
      Files.write(README, lines);
    }
    assertEquals(String.join("\n", declared), String.join("\n", table));
  }

  private static String row(ConnectorAttribute attribute) {
    String direction =
        switch (attribute.direction()) {
          case INCOMING -> "in";
          case OUTGOING -> "out";
          default -> "both";
        };
    String defaultValue =
        attribute.mandatory()
            ? "**required**"
            : attribute.defaultValue().equals(ConnectorAttribute.NO_VALUE)
                ? ""
                : "`" + attribute.defaultValue() + "`";
    return "| `%s` | %s | %s | %s |"
        .formatted(attribute.name(), direction, defaultValue, attribute.description());
  }
}
