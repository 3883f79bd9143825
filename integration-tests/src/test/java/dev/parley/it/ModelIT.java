package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import dev.parley.local.ServiceProcess;
import dev.parley.messages.model.Model;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random commands of many senders at both gateways at once, while replicas of message-service are
 * killed with SIGKILL, or stopped with SIGTERM, at random. What is stored in the end is what a
 * plain {@link Model} makes of the same commands in the order in which they stand in the streams. A
 * failure names the seed.
 */
class ModelIT {

  /** So many that no stream gets a thousand commands, of which the first would be trimmed. */
  private static final int GROUPS = 12;

  private static final int PARTITIONS = 16;
  private static final int KILLS = 4;
  private static final int BETWEEN_KILLS = 500;

  /** How many commands of one sender are under way at once. */
  private static final int WINDOW = 5;

  private final List<String> users = new ArrayList<>();
  private final List<ChatClient> clients = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final Map<String, Model> models = new HashMap<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private RunningSuite suite;

  @AfterEach
  void stop() {
    stopped.set(true);
    clients.forEach(ChatClient::close);
    suite.close();
  }

  @Test
  void what_is_stored_is_what_the_model_says() throws Exception {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    suite = RunningSuite.start(3);
    try {
      begin();
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        for (int w = 0; w < WINDOW; w++) {
          senders.add(goOn(clients.get(i), new Random(seed + i * 31L + w)));
        }
      }
      kill(new Random(seed));
      stopped.set(true);
      senders.forEach(sender -> clients.get(0).await(sender));
      finish();
      compare();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e, e);
    }
  }

  private void begin() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      String user = RunningSuite.user(name);
      users.add(user);
      clients.add(
          suite.connect(clients.size() % 2 == 0 ? suite.gatewayA() : suite.gatewayB(), user));
    }
    for (int i = 0; i < GROUPS; i++) {
      ObjectNode create = params("{'type':'group','title':'title'}");
      create.putArray("memberIds").add(users.get(1)).add(users.get(2));
      ChatClient owner = clients.get(0);
      groups.add(
          owner.await(owner.request("conversation:create", create)).get("conversationId").asText());
    }
  }

  private void kill(Random random) {
    for (int i = 0; i < KILLS; i++) {
      int enough = answered.get() + BETWEEN_KILLS;
      Await.until("commands are answered", () -> answered.get() >= enough);
      ServiceProcess replica = suite.suite.process("message-" + (1 + random.nextInt(3)));
      if (i % 3 == 2) {
        replica.stop();
      } else {
        replica.killHard();
      }
      replica.restart();
    }
    int enough = answered.get() + BETWEEN_KILLS;
    Await.until("commands are answered after the last kill", () -> answered.get() >= enough);
  }

  /** One command after the other, whatever comes of each. */
  private CompletableFuture<Void> goOn(ChatClient client, Random random) {
    if (stopped.get()) {
      return CompletableFuture.completedFuture(null);
    }
    return command(client, random)
        .handle((result, refusal) -> answered.incrementAndGet())
        .thenComposeAsync(next -> goOn(client, random));
  }

  private CompletableFuture<JsonNode> command(ChatClient client, Random random) {
    String group = groups.get(random.nextInt(GROUPS));
    String other = users.get(random.nextInt(users.size()));
    String message = group + ":" + (1 + random.nextInt(60));
    String text = "t" + random.nextInt(1000);
    return switch (random.nextInt(14)) {
      case 0, 1, 2, 3 ->
          ask(
              client,
              "message:send",
              "{'conversationId':'%s','clientMessageId':'m%s','content':{'type':'text','text':'%s'}}",
              group,
              random.nextInt(100_000),
              text);
      case 4, 5 ->
          ask(
              client,
              "message:edit",
              "{'messageId':'%s','content':{'type':'text','text':'%s'}}",
              message,
              text);
      case 6 -> ask(client, "message:delete", "{'messageId':'%s'}", message);
      case 7, 8 ->
          ask(
              client,
              "message:react",
              "{'messageId':'%s','emoji':'%s','remove':%s}",
              message,
              random.nextBoolean() ? "x" : "y",
              random.nextInt(3) == 0);
      case 9 ->
          ask(
              client,
              "message:read",
              "{'conversationId':'%s','seq':%s}",
              group,
              1 + random.nextInt(60));
      case 10 ->
          ask(client, "conversation:update", "{'conversationId':'%s','title':'%s'}", group, text);
      case 11 ->
          ask(client, "conversation:add", "{'conversationId':'%s','userIds':['%s']}", group, other);
      case 12 ->
          ask(
              client,
              "conversation:role",
              "{'conversationId':'%s','userId':'%s','role':'%s'}",
              group,
              other,
              List.of("owner", "owner", "admin", "member").get(random.nextInt(4)));
      default ->
          random.nextInt(3) > 0
              ? ask(
                  client,
                  "conversation:remove",
                  "{'conversationId':'%s','userIds':['%s']}",
                  group,
                  other)
              : ask(client, "conversation:leave", "{'conversationId':'%s'}", group);
    };
  }

  /** A command of everybody behind all others: when it is answered, so are those. */
  private void finish() {
    for (String group : groups) {
      for (ChatClient client : clients) {
        client.await(client.sendForSure(group, "last").handle((sent, notAMember) -> "answered"));
      }
    }
  }

  private void compare() {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (String entry : suite.entries("parley:commands:{" + partition + "}")) {
        JsonNode command = read(entry);
        apply(command, command.get("key").asText(), command.get("user").asText());
      }
    }
    int all = 0;
    for (String group : groups) {
      Model model = models.get(group);
      assertNotNull(model, "the stream has been trimmed");
      all += model.texts.size();
      assertEquals(
          model.texts.stream().map(Model.Text::toString).toList(),
          suite.stored(group).stream().map(ModelIT::text).map(Model.Text::toString).toList());
      Document stored = suite.stored("conversations", Filters.eq("_id", group)).get(0);
      assertEquals(model.title, stored.getString("title"));
      compareMembers(group, model);
    }
    assertTrue(all > KILLS * BETWEEN_KILLS / 10, "only " + all + " messages were stored");
  }

  private void compareMembers(String group, Model model) {
    Map<String, String> roles = new TreeMap<>();
    for (Document member : suite.stored("memberships", Filters.eq("conversationId", group))) {
      String user = member.getString("userId");
      // Written behind: a killed process takes the last second with it, and nothing goes too far.
      assertTrue(
          member.getLong("readSeq") <= model.read.get(user), () -> user + " has read too much");
      if (member.getDate("leftAt") == null) {
        roles.put(user, member.getString("role"));
      }
    }
    assertEquals(model.roles, roles);
    for (ChatClient client : clients) {
      if (roles.containsKey(client.user)) {
        client.await(
            ask(
                client,
                "message:read",
                "{'conversationId':'%s','seq':%s}",
                group,
                model.read.get(client.user)));
        String id = group + ":" + client.user;
        Await.until(
            () -> "the position of " + id,
            () -> readSeq(group, client.user) == model.read.get(client.user));
      }
    }
  }

  private long readSeq(String group, String user) {
    return suite
        .stored(
            "memberships",
            Filters.and(Filters.eq("conversationId", group), Filters.eq("userId", user)))
        .get(0)
        .getLong("readSeq");
  }

  private void apply(JsonNode command, String group, String user) {
    JsonNode params = command.get("payload");
    String id = command.get("id").asText();
    Model model = models.get(group);
    int seq = seq(params);
    switch (command.get("type").asText()) {
      case "conversation:create" -> models.computeIfAbsent(group, g -> model(user, params));
      case "message:send" -> model.send(user, params.get("clientMessageId").asText(), text(params));
      case "message:edit" -> model.edit(user, seq, text(params));
      case "message:delete" -> model.delete(user, seq);
      case "message:react" ->
          model.react(user, seq, params.get("emoji").asText(), params.path("remove").asBoolean());
      case "message:read" -> model.read(user, params.get("seq").asInt());
      case "conversation:update" -> model.title(user, params.get("title").asText());
      case "conversation:add" -> model.add(user, params.at("/userIds/0").asText(), id);
      case "conversation:remove" -> model.remove(user, params.at("/userIds/0").asText(), id);
      case "conversation:role" ->
          model.role(user, params.get("userId").asText(), params.get("role").asText());
      case "conversation:leave" -> model.leave(user, id);
      default -> throw new AssertionError("what is " + command.get("type"));
    }
  }

  private static Model model(String owner, JsonNode create) {
    List<String> others = new ArrayList<>();
    create.get("memberIds").forEach(member -> others.add(member.asText()));
    return new Model(owner, others, create.get("title").asText());
  }

  private static int seq(JsonNode params) {
    String messageId = params.path("messageId").asText(":0");
    return Integer.parseInt(messageId.substring(messageId.indexOf(':') + 1));
  }

  private static String text(JsonNode params) {
    return params.at("/content/text").asText();
  }

  private static Model.Text text(Document message) {
    String key = message.getString("clientMessageId");
    Document content = message.get("content", Document.class);
    String text =
        content == null ? null : key.startsWith("system-") ? "note" : content.getString("text");
    Model.Text is = new Model.Text(message.getString("senderId"), key, text);
    is.edits = message.getList("edits", Document.class, List.of()).size();
    for (Document reaction : message.getList("reactions", Document.class, List.of())) {
      is.reactions.put(
          reaction.getString("emoji"),
          new LinkedHashSet<>(reaction.getList("userIds", String.class)));
    }
    return is;
  }

  private static CompletableFuture<JsonNode> ask(
      ChatClient client, String method, String params, Object... values) {
    return client.request(method, params(params.formatted(values)));
  }

  private static ObjectNode params(String json) {
    return (ObjectNode) read(json.replace('\'', '"'));
  }

  private static JsonNode read(String json) {
    try {
      return ChatClient.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
