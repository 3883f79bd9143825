package dev.parley.messages.http;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.service.testing.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The HTTP door as a client has it. */
final class Api {

  static final String CONVERSATIONS = "/api/v1/conversations";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private Api() {}

  /** A request of that user. */
  static RequestSpecification as(String user) {
    return given().auth().oauth2(Tokens.of(user));
  }

  /** The same with a body, with single quotes for double ones. */
  static RequestSpecification as(String user, String body) {
    return as(user).contentType(ContentType.JSON).body(body.replace('\'', '"'));
  }

  /** A new group of these users; its id. */
  static String group(String owner, String... others) {
    String members = others.length == 0 ? "" : "'" + String.join("','", others) + "'";
    return as(owner, "{'type':'group','memberIds':[" + members + "]}")
        .post(CONVERSATIONS)
        .then()
        .statusCode(201)
        .extract()
        .path("conversationId");
  }

  static ValidatableResponse send(String user, String conversation, String text) {
    return as(user, "{'content':{'type':'text','text':'" + text + "'}}")
        .post(CONVERSATIONS + "/" + conversation + "/messages")
        .then();
  }

  /** The OpenAPI document that is served there. */
  static JsonNode document(String url) {
    return tree(
        given().queryParam("format", "json").get(url).then().statusCode(200).extract().asString());
  }

  /** The operations of a document by method and path. */
  static Map<String, JsonNode> operations(JsonNode document) {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            operations.put(
                                method.getKey().toUpperCase() + " " + path.getKey(),
                                method.getValue());
                          }
                        }));
    return operations;
  }

  /** The example of an operation's body; empty for none. */
  static String example(JsonNode operation) {
    JsonNode examples =
        operation.path("requestBody").path("content").path("application/json").path("examples");
    return examples.isEmpty() ? "" : examples.iterator().next().path("value").toString();
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
