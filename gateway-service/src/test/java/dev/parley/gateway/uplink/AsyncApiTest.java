package dev.parley.gateway.uplink;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.contracts.reply.MessageScheduled;
import dev.parley.contracts.reply.MessageUnscheduled;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.contracts.reply.ScheduledMessages;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.reply.Taken;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.contracts.shape.EventRecords;
import dev.parley.contracts.shape.RecordSchemas;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/asyncapi-clients.json} is made from what the gateway takes ({@code
 * -Dasyncapi.write=true} writes it), and is what it serves.
 */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class AsyncApiTest {

  private static final Path FILE = Path.of("..", "docs", "asyncapi-clients.json");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What methods answer with; who answers are the services, whose HTTP says the same. */
  private static final Map<String, Class<?>> RESULTS =
      Map.ofEntries(
          Map.entry(CommandType.CREATE_CONVERSATION, ConversationCreated.class),
          Map.entry(CommandType.UPDATE_CONVERSATION, ConversationChanged.class),
          Map.entry(CommandType.DELETE_CONVERSATION, ConversationChanged.class),
          Map.entry(CommandType.JOIN_CONVERSATION, ConversationChanged.class),
          Map.entry(CommandType.LEAVE_CONVERSATION, ConversationChanged.class),
          Map.entry(CommandType.ADD_MEMBERS, ConversationChanged.class),
          Map.entry(CommandType.REMOVE_MEMBERS, ConversationChanged.class),
          Map.entry(CommandType.CHANGE_ROLE, ConversationChanged.class),
          Map.entry(CommandType.MUTE_CONVERSATION, MembershipChanged.class),
          Map.entry(CommandType.PIN_CONVERSATION, MembershipChanged.class),
          Map.entry(CommandType.ARCHIVE_CONVERSATION, MembershipChanged.class),
          Map.entry(CommandType.SEND_MESSAGE, MessageAccepted.class),
          Map.entry(CommandType.SCHEDULE_MESSAGE, MessageScheduled.class),
          Map.entry(CommandType.UNSCHEDULE_MESSAGE, MessageUnscheduled.class),
          Map.entry(CommandType.EDIT_MESSAGE, MessageChanged.class),
          Map.entry(CommandType.DELETE_MESSAGE, MessageChanged.class),
          Map.entry(CommandType.REACT_TO_MESSAGE, MessageChanged.class),
          Map.entry(CommandType.PIN_MESSAGE, MessageChanged.class),
          Map.entry(CommandType.READ_MESSAGES, PositionReached.class),
          Map.entry(CommandType.DELIVERED_MESSAGES, PositionReached.class),
          Map.entry(CommandType.START_TYPING, Taken.class),
          Map.entry(CommandType.STOP_TYPING, Taken.class),
          Map.entry(QueryType.GET_CONVERSATION, MyConversation.class),
          Map.entry(QueryType.LIST_CONVERSATIONS, ConversationPage.class),
          Map.entry(QueryType.COUNT_UNREAD, UnreadCount.class),
          Map.entry(QueryType.LIST_MEMBERS, MemberPage.class),
          Map.entry(QueryType.LIST_SCHEDULED, ScheduledMessages.class),
          Map.entry(QueryType.HISTORY, HistoryPage.class),
          Map.entry(QueryType.SYNC, SyncPage.class),
          Map.entry(QueryType.SEARCH, SearchPage.class),
          Map.entry(PresenceMethod.SET, PresenceView.class),
          Map.entry(PresenceMethod.GET, PresenceList.class),
          Map.entry(PresenceMethod.WATCH, PresenceList.class),
          Map.entry(PresenceMethod.UNWATCH, Taken.class),
          Map.entry("auth:refresh", Refreshed.class));

  /** What methods that the gateway answers take. */
  private static final Map<String, Class<?>> LOCAL =
      Map.of(
          "auth:refresh",
          Refresh.class,
          PresenceMethod.WATCH,
          PresenceQuery.class,
          PresenceMethod.UNWATCH,
          PresenceQuery.class);

  private record Refresh(String token) {}

  private record Refreshed(Instant expiresAt) {}

  /** What the gateway itself tells. */
  private static final Map<String, Class<?>> OWN_EVENTS =
      Map.of(
          "ready", Ready.class,
          "resync", Resync.class,
          "reconnect", Reconnect.class,
          "session:revoked", Revoked.class);

  private record Ready(
      String sessionId, String userId, String deviceId, String nodeId, long heartbeatSeconds) {}

  private record Resync() {}

  private record Reconnect(long withinMillis) {}

  private record Revoked(String reason) {}

  @Inject @All List<LocalMethod> localMethods;

  @TestHTTPResource(value = "/", management = true)
  String management;

  private final RecordSchemas schemas = new RecordSchemas();

  @Test
  void document_isThatOfTheMethodsAndEvents() throws IOException {
    String document = JSON.writeValueAsString(document()) + "\n";
    if (Boolean.getBoolean("asyncapi.write")) {
      Files.writeString(FILE, document);
    }
    assertEquals(document, Files.readString(FILE), "write it with -Dasyncapi.write=true");
  }

  @Test
  void document_isServed() throws IOException {
    String served =
        given()
            .get(management + "asyncapi")
            .then()
            .statusCode(200)
            .contentType("application/json")
            .extract()
            .asString();
    assertEquals(JSON.readTree(FILE.toFile()), JSON.readTree(served));
  }

  @Test
  void everyMethod_hasItsResult() {
    assertEquals(new TreeSet<>(methods().keySet()), new TreeSet<>(RESULTS.keySet()));
  }

  @Test
  void methodsOfTheGateway_areAllThere() {
    Set<String> names = localMethods.stream().map(LocalMethod::name).collect(Collectors.toSet());
    assertEquals(LOCAL.keySet(), names);
  }

  /** The params of every method. */
  private static Map<String, Class<?>> methods() {
    Map<String, Class<?>> methods = new TreeMap<>(LOCAL);
    Methods.all().forEach((name, method) -> methods.put(name, method.params()));
    return methods;
  }

  private static Map<String, Class<?>> events() {
    Map<String, Class<?>> events = new TreeMap<>(EventRecords.ALL);
    events.putAll(OWN_EVENTS);
    return events;
  }

  private ObjectNode document() {
    ObjectNode root = JSON.createObjectNode();
    root.put("asyncapi", "3.0.0");
    root.putObject("info")
        .put("title", "Parley for clients")
        .put("version", "1")
        .put("description", "JSON-RPC 2.0 over a WebSocket. See gateway-service/README.md.");
    ObjectNode channel = root.putObject("channels").putObject("ws");
    channel.put("address", "/ws");
    ObjectNode named = channel.putObject("messages");
    ObjectNode operations = root.putObject("operations");
    ObjectNode components = root.putObject("components");
    ObjectNode messages = components.putObject("messages");
    methods()
        .forEach(
            (name, params) -> {
              String id = id(name);
              add(named, messages, id, name, request(name, params));
              add(named, messages, id + "_result", name, result(RESULTS.get(name)));
              ObjectNode operation = operation(operations, id, "receive");
              operation.putArray("messages").addObject().put("$ref", in(id));
              ObjectNode reply = operation.putObject("reply");
              reply.putObject("channel").put("$ref", "#/channels/ws");
              reply.putArray("messages").addObject().put("$ref", in(id + "_result"));
              reply.withArray("messages").addObject().put("$ref", in("error"));
            });
    add(named, messages, "error", "error", error());
    ObjectNode tell = operation(operations, "tell", "send");
    events()
        .forEach(
            (name, payload) -> {
              String id = "event_" + id(name);
              add(named, messages, id, name, notification(name, payload));
              tell.withArray("messages").addObject().put("$ref", in(id));
            });
    components.set("schemas", schemas.described());
    return root;
  }

  private static void add(
      ObjectNode named, ObjectNode messages, String id, String name, ObjectNode payload) {
    named.putObject(id).put("$ref", "#/components/messages/" + id);
    messages
        .putObject(id)
        .put("name", name)
        .put("contentType", "application/json")
        .set("payload", payload);
  }

  private static ObjectNode operation(ObjectNode operations, String id, String action) {
    ObjectNode operation = operations.putObject(id).put("action", action);
    operation.putObject("channel").put("$ref", "#/channels/ws");
    return operation;
  }

  private static String id(String name) {
    return name.replace(':', '_');
  }

  private static String in(String id) {
    return "#/channels/ws/messages/" + id;
  }

  private ObjectNode request(String name, Class<?> params) {
    ObjectNode frame = frame();
    id(frame, false);
    properties(frame).putObject("method").put("const", name);
    properties(frame).set("params", schemas.of(params));
    frame.withArray("required").add("id").add("method");
    return frame;
  }

  private ObjectNode result(Class<?> type) {
    ObjectNode frame = frame();
    id(frame, false);
    properties(frame).set("result", schemas.of(type));
    frame.withArray("required").add("id").add("result");
    return frame;
  }

  private ObjectNode notification(String name, Class<?> payload) {
    ObjectNode frame = frame();
    properties(frame).putObject("method").put("const", name);
    properties(frame).set("params", schemas.of(payload));
    frame.withArray("required").add("method").add("params");
    return frame;
  }

  private static ObjectNode error() {
    ObjectNode frame = frame();
    id(frame, true);
    ObjectNode error = properties(frame).putObject("error").put("type", "object");
    properties(error).putObject("code").put("type", "integer");
    properties(error).putObject("message").put("type", "string");
    ObjectNode data = properties(error).putObject("data").put("type", "object");
    ObjectNode code = properties(data).putObject("code").put("type", "string");
    for (ErrorCode known : ErrorCode.values()) {
      code.withArray("enum").add(known.code());
    }
    properties(data).putObject("retryable").put("type", "boolean");
    properties(data).putObject("retryAfterMs").put("type", "integer");
    frame.withArray("required").add("id").add("error");
    return frame;
  }

  private static ObjectNode frame() {
    ObjectNode frame = JSON.createObjectNode().put("type", "object");
    properties(frame).putObject("jsonrpc").put("const", "2.0");
    frame.putArray("required").add("jsonrpc");
    return frame;
  }

  private static void id(ObjectNode frame, boolean unknown) {
    ObjectNode id = properties(frame).putObject("id");
    id.putArray("type").add("string").add("number");
    if (unknown) {
      id.withArray("type").add("null");
    }
  }

  private static ObjectNode properties(ObjectNode schema) {
    return schema.withObject("/properties");
  }
}
