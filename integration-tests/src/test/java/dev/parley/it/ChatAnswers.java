package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to ask for a user's list of conversations, for what is unread and for what was missed.
 */
interface ChatAnswers {

  /** Small, so that there are more pages than one. */
  int PAGE = 3;

  /**
   * @param cursor null for the beginning
   */
  JsonNode list(boolean archived, String cursor);

  JsonNode unread();

  JsonNode sync(Map<String, Long> positions, int limit);

  /** By a connection. */
  static ChatAnswers by(ChatClient client) {
    return new BySocket(client);
  }

  /**
   * By HTTP.
   *
   * @param resource at a gateway or at a service
   */
  static ChatAnswers by(URI resource, String token) {
    return new ByHttp(resource, token);
  }

  /**
   * All pages of the list and of the archived, what is unread, and what was missed; without the
   * revisions, which also count what a conversation does not show, and nobody is told.
   */
  default JsonNode all(Map<String, Long> positions, int limit) {
    ObjectNode all = ChatClient.JSON.createObjectNode();
    all.set("list", pages(false));
    all.set("archived", pages(true));
    all.set("unread", unread());
    all.set("sync", inOrder((ObjectNode) sync(positions, limit)));
    all.findParents("revision").forEach(view -> ((ObjectNode) view).remove("revision"));
    return all;
  }

  private ArrayNode pages(boolean archived) {
    ArrayNode pages = ChatClient.JSON.createArrayNode();
    JsonNode page = list(archived, null);
    pages.add(page);
    while (!page.path("cursor").isMissingNode() && !page.get("cursor").isNull()) {
      page = list(archived, page.get("cursor").asText());
      pages.add(page);
    }
    return pages;
  }

  /** Conversations have no order among each other in what was missed. */
  private static ObjectNode inOrder(ObjectNode sync) {
    for (String field : List.of("messages", "more", "added", "gone")) {
      Map<String, JsonNode> byId = new TreeMap<>();
      sync.get(field).forEach(one -> byId.put(id(one, field), one));
      assertEquals(sync.get(field).size(), byId.size(), () -> "twice in " + field);
      sync.set(field, ChatClient.JSON.createArrayNode().addAll(byId.values()));
    }
    return sync;
  }

  private static String id(JsonNode one, String field) {
    return switch (field) {
      case "messages" -> one.get("messageId").asText();
      case "added" -> one.at("/conversation/conversationId").asText();
      default -> one.asText();
    };
  }

  /** By JSON-RPC. */
  record BySocket(ChatClient client) implements ChatAnswers {

    @Override
    public JsonNode list(boolean archived, String cursor) {
      ObjectNode params = ChatClient.JSON.createObjectNode().put("archived", archived);
      params.put("limit", PAGE);
      if (cursor != null) {
        params.put("cursor", cursor);
      }
      return client.await(client.request("conversation:list", params));
    }

    @Override
    public JsonNode unread() {
      return client.ask("conversation:unread", "{}");
    }

    @Override
    public JsonNode sync(Map<String, Long> positions, int limit) {
      return client.await(client.request("sync", params(positions, limit)));
    }
  }

  /** By the resource of cache-service or that of message-service, which are alike. */
  record ByHttp(URI resource, String token) implements ChatAnswers {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public JsonNode list(boolean archived, String cursor) {
      String from = cursor == null ? "" : "&cursor=" + cursor;
      return ok(request("?archived=%s&limit=%s%s".formatted(archived, PAGE, from)));
    }

    @Override
    public JsonNode unread() {
      return ok(request("/unread"));
    }

    @Override
    public JsonNode sync(Map<String, Long> positions, int limit) {
      String params = params(positions, limit).toString();
      return ok(request("/sync").POST(BodyPublishers.ofString(params)));
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create(resource + path))
          .timeout(LIMIT)
          .header("Content-Type", "application/json")
          .header("Authorization", "Bearer " + token);
    }

    private static JsonNode ok(HttpRequest.Builder request) {
      try {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return ChatClient.JSON.readTree(answer.body());
      } catch (IOException | InterruptedException e) {
        throw new AssertionError("no answer", e);
      }
    }
  }

  private static ObjectNode params(Map<String, Long> positions, int limit) {
    ObjectNode params = ChatClient.JSON.createObjectNode().put("limit", limit);
    positions.forEach(params.putObject("positions")::put);
    return params;
  }
}
