package dev.parley.redisstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void the_table_of_attributes_is_that_of_the_annotations() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<String> declared =
        Arrays.stream(RedisStreamsConnector.class.getAnnotation(ConnectorAttributes.class).value())
            .map(ReadmeTest::row)
            .toList();
    assertEquals(String.join("\n", declared), String.join("\n", documented));
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
