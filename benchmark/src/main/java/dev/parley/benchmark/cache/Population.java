package dev.parley.benchmark.cache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.benchmark.HttpCalls;
import dev.parley.local.LocalRunException;
import dev.parley.local.Suite;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Users in tens; each ten have the same {@value #LIST} conversations, made through message-service,
 * with a message each.
 */
final class Population {

  /** Conversations of a user. */
  static final int LIST = 50;

  private static final int MEMBERS = 10;
  private static final String PAGE = "?limit=" + LIST;

  private final Suite suite;
  private final HttpCalls http = new HttpCalls();
  private final int tens;
  private final Map<String, String> tokens = new HashMap<>();
  private final List<Talk> talks = new ArrayList<>();

  Population(Suite suite, int conversations) {
    this.suite = suite;
    this.tens = conversations / LIST;
    for (int ten = 0; ten < tens; ten++) {
      users("user", ten).forEach(user -> tokens.put(user, suite.token(user)));
    }
  }

  /** Makes all conversations, and a message in each. */
  void create() {
    List<HttpRequest> creations = new ArrayList<>();
    for (int i = 0; i < tens * LIST; i++) {
      creations.add(creation(i));
    }
    List<String> ids =
        http.sendAll(creations).stream().map(one -> text(one, "conversationId")).toList();
    List<HttpRequest> messages = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      messages.add(message(ids.get(i), users("user", i / LIST).get(1)));
    }
    List<byte[]> sent = http.sendAll(messages);
    for (int i = 0; i < ids.size(); i++) {
      long seq = HttpCalls.read(sent.get(i)).get("seq").asLong();
      talks.add(new Talk(ids.get(i), users("user", i / LIST), seq));
    }
  }

  /** The conversations that were made. */
  List<Talk> talks() {
    return talks;
  }

  /** As many that exist in events only, of other users. */
  List<Talk> unread() {
    return IntStream.range(0, tens * LIST)
        .mapToObj(i -> new Talk("unread-%06d".formatted(i), users("quiet", i / LIST), 0))
        .toList();
  }

  /** Has all read models made: every list and conversation, and the last messages of each. */
  void read() {
    List<HttpRequest> requests = new ArrayList<>(pages(suite.cache().get(0), "/api/v1/chats"));
    for (int ten = 0; ten < tens; ten++) {
      requests.add(sync(ten));
    }
    http.sendAll(requests);
  }

  /** A request for each user's page of conversations. */
  List<HttpRequest> pages(URI service, String path) {
    URI uri = service.resolve(path + PAGE);
    return IntStream.range(0, tens * MEMBERS)
        .mapToObj(i -> HttpCalls.get(uri, tokens.get(users("user", i % tens).get(i / tens))))
        .toList();
  }

  /**
   * How many conversations a page shows with their last message where the events have left them.
   */
  long right(byte[] page) {
    Map<String, Talk> byId = talks.stream().collect(Collectors.toMap(talk -> talk.id, t -> t));
    long right = 0;
    for (JsonNode mine : HttpCalls.read(page).get("conversations")) {
      Talk talk = byId.get(mine.path("conversation").path("conversationId").asText());
      JsonNode last = mine.path("lastMessage");
      if (last.path("seq").asLong() == talk.seq && last.path("version").asInt() == talk.version) {
        right++;
      }
    }
    return right;
  }

  /** The body of an answer. */
  byte[] ask(HttpRequest request) {
    return http.send(request);
  }

  private HttpRequest creation(int number) {
    List<String> users = users("user", number / LIST);
    String others = String.join("\",\"", users.subList(1, MEMBERS));
    return HttpCalls.post(
        suite.messages().get(0).resolve("/api/v1/conversations"),
        tokens.get(users.get(0)),
        "{\"type\":\"group\",\"memberIds\":[\"%s\"],\"clientConversationId\":\"client-%d\",\"title\":\"Conversation %d\"}"
            .formatted(others, number, number));
  }

  private HttpRequest message(String id, String user) {
    return HttpCalls.post(
        suite.messages().get(0).resolve("/api/v1/conversations/" + id + "/messages"),
        tokens.get(user),
        "{\"content\":{\"type\":\"text\",\"text\":\"Good morning, everybody\"}}");
  }

  private HttpRequest sync(int ten) {
    String positions =
        talks.subList(ten * LIST, (ten + 1) * LIST).stream()
            .map(talk -> '"' + talk.id + "\":0")
            .collect(Collectors.joining(",", "{\"positions\":{", "},\"limit\":100}"));
    URI uri = suite.cache().get(0).resolve("/api/v1/chats/sync");
    return HttpCalls.post(uri, tokens.get(users("user", ten).get(0)), positions);
  }

  private static List<String> users(String name, int ten) {
    return IntStream.range(0, MEMBERS).mapToObj(i -> name + "-" + ten + "-" + i).toList();
  }

  private static String text(byte[] body, String field) {
    JsonNode value = HttpCalls.read(body).get(field);
    if (value == null) {
      throw new LocalRunException("An answer lacks " + field + ".");
    }
    return value.asText();
  }
}
