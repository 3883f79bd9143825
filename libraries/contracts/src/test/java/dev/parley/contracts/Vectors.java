package dev.parley.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;

/** The test vectors of {@code src/test/resources}: examples that may be added to, never changed. */
public final class Vectors {

  private Vectors() {}

  public static JsonNode read(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/" + file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One test per entry of {@code list}, named by its field {@code name}. */
  public static Stream<DynamicTest> each(String file, String list, Consumer<JsonNode> test) {
    JsonNode entries = read(file).get(list);
    if (entries.isEmpty()) {
      throw new AssertionError(file + " has no " + list);
    }
    return StreamSupport.stream(entries.spliterator(), false)
        .map(
            entry -> DynamicTest.dynamicTest(entry.get("name").asText(), () -> test.accept(entry)));
  }
}
