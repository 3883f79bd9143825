package dev.parley.messages.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The document of the HTTP door is the one in {@code docs}. After a wanted change, {@code mvn test
 * -Dtest=OpenApiTest -Dopenapi.write=true} writes it anew.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class OpenApiTest {

  private static final Path FILE = Path.of("../docs/openapi.json");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @TestHTTPResource(value = "openapi", management = true)
  String url;

  @Test
  void document_isTheOneInDocs() throws IOException {
    JsonNode served = Api.document(url);
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(FILE, JSON.writeValueAsString(JSON.treeToValue(served, Map.class)) + "\n");
    }
    assertEquals(JSON.readTree(Files.readString(FILE)), served);
  }

  @Test
  void everyOperation_hasASummaryAnAnswerAndItsProblems() {
    JsonNode document = Api.document(url);
    Set<String> ids = new TreeSet<>();
    Api.operations(document)
        .forEach(
            (name, operation) -> {
              assertTrue(ids.add(operation.path("operationId").asText()), name);
              assertTrue(operation.path("summary").asText().length() > 5, name);
              JsonNode responses = operation.path("responses");
              assertTrue(
                  responses.has("200") || responses.has("201") || responses.has("204"), name);
              for (String problem : Set.of("400", "401", "403", "404", "429", "503", "504")) {
                assertEquals(
                    "#/components/responses/Problem" + problem,
                    responses.path(problem).path("$ref").asText(),
                    name);
              }
              assertEquals("token", operation.path("security").path(0).fieldNames().next(), name);
            });
    assertTrue(ids.size() > 20, ids::toString);
  }

  @Test
  void everyBody_hasAnExample() {
    Api.operations(Api.document(url))
        .forEach(
            (name, operation) -> {
              if (operation.has("requestBody")) {
                assertTrue(Api.example(operation).length() > 2, name);
              }
            });
  }
}
