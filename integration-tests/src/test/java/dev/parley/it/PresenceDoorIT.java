package dev.parley.it;

import static dev.parley.it.PresenceDoor.assertProblem;
import static dev.parley.it.PresenceDoor.assertWrong;
import static dev.parley.it.PresenceDoor.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.it.EventReader.Event;
import dev.parley.local.ServiceProcess;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Presence by HTTP, through two gateways and at two replicas of presence-service, where users may
 * only watch with whom they share a conversation.
 */
class PresenceDoorIT {

  private static final Duration READY = Duration.ofSeconds(60);
  private static final List<String> TOO_MANY = Collections.nCopies(1001, "u");

  private static RunningSuite suite;
  private static PresenceDoor door;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final String cleo = RunningSuite.user("cleo");
  private final List<ChatClient> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    suite =
        RunningSuite.start(
            settings ->
                settings
                    .presence(2)
                    .environment("PARLEY_WATCH_RULE", "shared")
                    .environment("PARLEY_WATCH_REMEMBER", "PT1S")
                    .environment("PARLEY_GRACE", "PT1S")
                    .environment("PARLEY_COALESCE", "PT0.2S")
                    // It is asked again and again until something is so.
                    .environment("PARLEY_PROXY_RATE_USER_REQUESTS", "1000000"));
    door = new PresenceDoor(suite);
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @AfterEach
  void leave() {
    clients.forEach(ChatClient::close);
  }

  @Test
  void who_shares_no_conversation_is_refused_and_not_told_until_they_do() {
    ChatClient a = connect(suite.gatewayA(), ann);
    ChatClient b = connect(suite.gatewayB(), bob);
    ChatClient c = connect(suite.gatewayB(), cleo);
    a.createDirect(cleo);
    watch(c, ann);
    for (String method : List.of("presence:watch", "presence:get")) {
      JsonNode nobody = b.ask(method, "{'userIds':['%s']}", ann);
      assertEquals(List.of(ann), texts(nobody.path("refused")));
      assertEquals(0, nobody.get("users").size());
    }
    assertProblem(403, "forbidden", door.get("/" + ann, suite.suite.token(bob)));
    assertProblem(403, "forbidden", door.get("/events?userIds=" + ann, suite.suite.token(bob)));
    assertProblem(403, "forbidden", door.getFor(bob, "/" + ann));
    JsonNode asked = ok(door.query(suite.suite.token(bob), List.of(ann, bob)));
    assertEquals(List.of(ann), texts(asked.path("refused")));
    assertEquals(List.of(bob), users(asked));

    a.ask("presence:set", "{'status':'dnd'}");
    untilLast(c, "dnd", "");
    // What was handed over to bob would come before this answer.
    b.ask("presence:get", "{'userIds':['%s']}", bob);
    assertEquals(List.of(), b.views(ann));
    for (String token : List.of(door.service(), suite.suite.token(cleo))) {
      assertEquals("dnd", ok(door.get("/" + ann, token)).get("status").asText());
    }

    a.createDirect(bob);
    Await.until("bob may watch", () -> !watch(b, ann).has("refused"));
    assertEquals("dnd", watch(b, ann).at("/users/0/status").asText());
    Await.until("by HTTP", () -> door.get("/" + ann, suite.suite.token(bob)).statusCode() == 200);
    a.ask("presence:set", "{'status':'away'}");
    untilLast(b, "away", "");
  }

  @Test
  void status_that_is_put_is_seen_at_the_other_gateway_and_expires() {
    ChatClient a = connect(suite.gatewayA(), ann);
    ChatClient b = connect(suite.gatewayB(), bob);
    a.createDirect(bob);
    watch(b, ann);
    String status = "/" + ann + "/status";
    String own = suite.suite.token(ann);

    JsonNode set = ok(door.send("PUT", status, door.service(), "{'status':'dnd','text':'hm'}"));
    assertEquals("dnd", set.get("status").asText());
    untilLast(b, "dnd", "hm");
    ok(door.send("PUT", status, own, "{'status':'away'}"));
    untilLast(b, "away", "");
    ok(door.send("DELETE", status, own, ""));
    untilLast(b, "online", "");
    JsonNode soon = ok(door.send("PUT", status, own, "{'text':'soon','expiresInSeconds':2}"));
    untilLast(b, "online", "soon");
    assertEquals(soon.get("expiresAt"), last(b.views(ann)).get("expiresAt"));
    untilLast(b, "online", "");
    ok(door.send("PUT", status, door.service(), "{'status':'invisible'}"));
    untilLast(b, "offline", "");
    ok(door.send("DELETE", status, door.service(), ""));
    untilLast(b, "online", "");
  }

  @Test
  void what_is_refused_names_the_field_and_the_limit() {
    String status = "/" + ann + "/status";
    String own = suite.suite.token(ann);
    String others = suite.suite.token(bob);
    String text = "{'text':'%s'}".formatted("x".repeat(513));
    assertWrong("text", "512", door.send("PUT", status, own, text));
    assertWrong("status", "dnd", door.send("PUT", status, own, "{'status':'busy'}"));
    String month = "{'status':'dnd','expiresInSeconds':2678400}";
    assertWrong("expiresInSeconds", "2592000", door.send("PUT", status, door.service(), month));
    assertProblem(403, "forbidden", door.send("PUT", status, others, "{'status':'dnd'}"));
    assertProblem(403, "forbidden", door.send("DELETE", status, others, ""));
    assertWrong("userIds", "1000", door.query(own, TOO_MANY));
    String ids = String.join(",", TOO_MANY);
    assertWrong("userIds", "1000", door.get("/events?userIds=" + ids, door.service()));
    ChatClient a = connect(suite.gatewayA(), ann);
    for (String method : List.of("presence:get", "presence:watch")) {
      RpcException refused = refused(a, method, "{'userIds':['%s']}", ids.replace(",", "\",\""));
      assertEquals("invalid_params", refused.code());
      assertTrue(refused.getMessage().matches(".*userIds.*1000.*"), refused.getMessage());
    }
  }

  @Test
  void devices_numbers_and_members_are_those_of_both_gateways() {
    ChatClient phone = connect(suite.gatewayA(), ann);
    ChatClient laptop = connect(suite.gatewayB(), ann);
    connect(suite.gatewayB(), bob);
    Map<String, String> both = new HashMap<>();
    for (ChatClient device : List.of(phone, laptop)) {
      both.put(device.ready().get("sessionId").asText(), node(device));
    }
    String devices = "/" + ann + "/devices";
    for (String token : List.of(door.service(), suite.suite.token(ann))) {
      Await.until("both devices", () -> devices(door.get(devices, token)).equals(both));
    }
    assertProblem(403, "forbidden", door.get(devices, suite.suite.token(bob)));

    // Those of other tests will have left.
    Map<String, Integer> all = Map.of("total", 2, node(phone), 1, node(laptop), 2);
    Await.until("ann and bob are counted", () -> online().equals(all));
    assertProblem(403, "forbidden", door.get("/online", suite.suite.token(ann)));

    String path = "/conversations/" + group(phone, List.of(bob, cleo));
    for (String token : List.of(door.service(), suite.suite.token(cleo))) {
      assertEquals(Stream.of(ann, bob).sorted().toList(), users(ok(door.get(path, token))));
    }
    String stranger = suite.suite.token(RunningSuite.user("dave"));
    assertProblem(403, "not_a_member", door.get(path, stranger));
    assertProblem(404, "not_found", door.get("/conversations/c-none", door.service()));
    phone.ask("presence:set", "{'status':'invisible'}");
    assertEquals(List.of(bob), users(ok(door.get(path, suite.suite.token(cleo)))));
  }

  @Test
  void events_resumed_elsewhere_and_after_a_replica_was_killed_miss_nothing() {
    List<String> users = Stream.of("u1", "u2", "u3", "u4").map(RunningSuite::user).toList();
    users.forEach(user -> connect(suite.gatewayB(), user));
    List<String> watched = new ArrayList<>(users);
    // There is nothing new of her: only a stream from the beginning tells how she is.
    watched.add(cleo);
    group(connect(suite.gatewayA(), ann), watched);
    String token = suite.suite.token(ann);

    EventReader first = door.follow(suite.gatewayA(), token, watched, null);
    Await.until("all are told", () -> watched.stream().noneMatch(u -> first.views(u).isEmpty()));
    choose("one", users);
    untilTold(first, "one", users);
    first.close();
    choose("two", users.subList(0, 2));

    EventReader second = door.follow(suite.gatewayB(), token, watched, first.lastId());
    untilTold(second, "two", users.subList(0, 2));
    ServiceProcess replica = replicaWithAStream();
    replica.killHard();
    try {
      choose("three", users.subList(1, 4));
      Await.until("the stream has ended", second::hasEnded);
      EventReader third = door.follow(suite.gatewayA(), token, watched, second.lastId());
      untilTold(third, "three", users.subList(1, 4));
      choose("four", users);
      untilTold(third, "four", users);
      third.close();
      Stream.of(first, second, third).forEach(PresenceDoorIT::assertForward);
      assertEquals(
          List.of(), Stream.of(second, third).flatMap(r -> r.views(cleo).stream()).toList());
    } finally {
      replica.restart();
      replica.awaitReady(READY);
    }
  }

  /** As a service chooses for them; again while a replica that has gone is in the way. */
  private static void choose(String text, List<String> users) {
    String choice = "{'status':'dnd','text':'%s'}".formatted(text);
    for (String user : users) {
      Await.until(
          user + " has chosen",
          () ->
              door.send("PUT", "/" + user + "/status", door.service(), choice).statusCode() == 200);
    }
  }

  private static void untilTold(EventReader reader, String text, List<String> users) {
    for (String user : users) {
      Await.until(
          () -> user + " has " + text + ": " + reader.events(),
          () -> reader.views(user).stream().anyMatch(view -> text(view).equals(text)));
    }
  }

  /** Nothing older of a user comes after something newer. */
  private static void assertForward(EventReader reader) {
    Map<String, Long> latest = new HashMap<>();
    for (Event event : reader.events()) {
      assertEquals("user:status", event.name());
      Long before = latest.put(event.data().get("userId").asText(), event.id());
      assertTrue(before == null || before <= event.id(), () -> event + " after " + before);
    }
  }

  /** Streams that were closed before may be counted for a moment. */
  private static ServiceProcess replicaWithAStream() {
    List<ServiceProcess> replicas =
        Stream.of("presence-1", "presence-2").map(suite.suite::process).toList();
    Await.until(
        "one stream is open",
        () -> replicas.stream().mapToDouble(PresenceDoorIT::openStreams).sum() == 1);
    return replicas.stream().filter(replica -> openStreams(replica) == 1).findFirst().orElseThrow();
  }

  private static double openStreams(ServiceProcess replica) {
    return RunningSuite.metric(replica, "parley_presence_event_streams");
  }

  private ChatClient connect(URI gateway, String user) {
    ChatClient client = suite.connect(gateway, user);
    clients.add(client);
    return client;
  }

  private static JsonNode watch(ChatClient client, String user) {
    return client.ask("presence:watch", "{'userIds':['%s']}", user);
  }

  private static String group(ChatClient creator, List<String> members) {
    String params = "{'type':'group','clientConversationId':'g','memberIds':['%s']}";
    return creator
        .ask("conversation:create", params, String.join("\",\"", members))
        .get("conversationId")
        .asText();
  }

  private static RpcException refused(
      ChatClient client, String method, String params, Object... values) {
    try {
      throw new AssertionError(client.request(method, params, values).join().toString());
    } catch (CompletionException e) {
      return (RpcException) ChatClient.unwrap(e);
    }
  }

  private static Map<String, String> devices(HttpResponse<String> answer) {
    Map<String, String> nodes = new HashMap<>();
    ok(answer)
        .get("devices")
        .forEach(d -> nodes.put(d.get("sessionId").asText(), d.get("nodeId").asText()));
    return nodes;
  }

  private static Map<String, Integer> online() {
    JsonNode online = ok(door.get("/online", door.service()));
    Map<String, Integer> counts = new HashMap<>();
    counts.put("total", online.get("total").asInt());
    online
        .get("byNode")
        .fields()
        .forEachRemaining(n -> counts.put(n.getKey(), n.getValue().asInt()));
    return counts;
  }

  private static String node(ChatClient client) {
    return client.ready().get("nodeId").asText();
  }

  private void untilLast(ChatClient client, String status, String text) {
    Await.until(
        () -> "ann is %s with '%s': %s".formatted(status, text, client.views(ann)),
        () -> {
          JsonNode last = last(client.views(ann));
          return last.path("status").asText().equals(status) && text(last).equals(text);
        });
  }

  private static JsonNode last(List<JsonNode> views) {
    return views.isEmpty() ? ChatClient.JSON.createObjectNode() : views.get(views.size() - 1);
  }

  private static String text(JsonNode view) {
    return view.path("text").asText();
  }

  private static List<String> users(JsonNode list) {
    return list.get("users").findValuesAsText("userId");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
