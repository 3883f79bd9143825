package dev.parley.service.testing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The document of a service's HTTP door is the one in {@code docs}. After a wanted change, {@code
 * mvn test -Dtest=OpenApiTest -Dopenapi.write=true} writes it anew.
 */
public abstract class OpenApiConformance {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Set<String> SUCCESSES = Set.of("200", "201", "204");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @TestHTTPResource(value = "openapi", management = true)
  String url;

  private final Path file;
  private final int count;

  /**
   * @param name of the file in {@code docs}
   * @param count how many operations there are
   */
  protected OpenApiConformance(String name, int count) {
    this.file = Path.of("..", "docs", name);
    this.count = count;
  }

  @Test
  void document_isTheOneInDocs() throws IOException {
    JsonNode served = document();
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(file, JSON.writeValueAsString(JSON.treeToValue(served, Map.class)) + "\n");
    }
    assertEquals(JSON.readTree(Files.readString(file)), served);
  }

  @Test
  void everyOperation_hasASummaryAnAnswerAndItsProblems() throws IOException {
    Set<String> ids = new TreeSet<>();
    operations()
        .forEach(
            (name, operation) -> {
              assertTrue(ids.add(operation.path("operationId").asText()), name);
              assertTrue(operation.path("summary").asText().length() > 5, name);
              JsonNode responses = operation.path("responses");
              assertTrue(SUCCESSES.stream().anyMatch(responses::has), name);
              for (String problem : Set.of("400", "401", "403", "404", "429", "503", "504")) {
                assertEquals(
                    "#/components/responses/Problem" + problem,
                    responses.path(problem).path("$ref").asText(),
                    name);
              }
              assertEquals("token", operation.path("security").path(0).fieldNames().next(), name);
            });
    assertEquals(count, ids.size(), ids::toString);
  }

  @Test
  void everyBody_hasAnExample() throws IOException {
    operations()
        .forEach(
            (name, operation) -> {
              JsonNode content = operation.path("requestBody").path("content");
              content.forEach(body -> assertTrue(body.path("examples").size() > 0, name));
              assertEquals(operation.has("requestBody"), !content.isEmpty(), name);
            });
  }

  private JsonNode document() throws IOException {
    return JSON.readTree(
        given().queryParam("format", "json").get(url).then().statusCode(200).extract().asString());
  }

  private Map<String, JsonNode> operations() throws IOException {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.put(method.getKey() + " " + path.getKey(), method.getValue());
        }
      }
    }
    return operations;
  }
}
