package dev.parley.cache.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.view.MessageView;
import dev.parley.service.http.Answer;
import dev.parley.service.query.Answers;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random things happen: in conversations, to the models (they are lost), to the events (they come
 * again); and whoever asks in between gets exactly what is so.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RandomReadsTest {

  private static final int STEPS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject MessageService messageService;
  @Inject Answers answers;
  @Inject ObjectMapper json;
  @Inject Redis redis;
  @Inject RedisKeys keys;

  private final List<String> users = new ArrayList<>();
  private final Map<String, List<List<Truth.Told>>> told = new HashMap<>();
  private Random random;
  private Truth truth;

  @RepeatedTest(6)
  void answers_are_what_is_so(RepetitionInfo repetition) {
    long seed = System.nanoTime() ^ repetition.getCurrentRepetition();
    random = new Random(seed);
    truth = messageService.begin();
    users.clear();
    told.clear();
    for (int i = 0; i < 4; i++) {
      users.add("u" + i + "-" + Ids.random());
    }
    for (int step = 0; step < STEPS; step++) {
      try {
        act();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + ", step " + step, failure);
      }
    }
    assertEquals(0, messageService.asked(QueryType.LIST_CONVERSATIONS), "nothing was passed on");
    assertEquals(0, messageService.asked(QueryType.COUNT_UNREAD), "nothing was passed on");
  }

  private void act() {
    int what = random.nextInt(100);
    if (truth.ids().isEmpty() || what < 4) {
      String by = user();
      Set<String> members = new HashSet<>(List.of(by, user()));
      String id = "c" + Ids.random();
      happen(id, truth.create(id, by, List.copyOf(members)));
    } else if (what < 60) {
      change(truth.ids().get(random.nextInt(truth.ids().size())));
    } else if (what < 66) {
      forget();
    } else if (what < 72) {
      repeat();
    } else {
      look(user());
    }
  }

  private void change(String id) {
    String by = user();
    if (!truth.isMember(id, by)) {
      return;
    }
    long last = truth.lastSeq(id);
    long seq =
        last < truth.firstSeq(id)
            ? 0
            : truth.firstSeq(id) + random.nextLong(last - truth.firstSeq(id) + 1);
    String other = user();
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> happen(id, truth.send(id, by, "text " + random.nextInt()));
      case 4 -> {
        if (seq > 0) {
          happen(id, truth.edit(id, seq, by, "edited " + random.nextInt()));
        }
      }
      case 5 -> {
        if (seq > 0) {
          happen(id, truth.react(id, seq, by, random.nextBoolean() ? "+1" : "heart"));
        }
      }
      case 6, 7 -> happen(id, truth.read(id, random.nextLong(last + 1), by));
      case 8 ->
          happen(
              id,
              truth.settings(
                  id, by, random.nextBoolean(), random.nextBoolean(), random.nextInt(3) == 0));
      case 9 -> {
        if (!by.equals(other)) {
          happen(
              id,
              truth.isMember(id, other) ? truth.remove(id, by, other) : truth.add(id, by, other));
        }
      }
      case 10 -> {
        if (seq > 0) {
          happen(id, truth.expire(id, seq + random.nextInt(2)));
        }
      }
      default ->
          happen(
              id,
              random.nextInt(8) == 0
                  ? truth.delete(id, by)
                  : truth.rename(id, by, "t" + random.nextInt()));
    }
  }

  private void happen(String id, List<Truth.Told> events) {
    told.computeIfAbsent(id, its -> new ArrayList<>()).add(events);
    messageService.tell(events);
  }

  /** Models end: some, or all of the users and conversations. */
  private void forget() {
    for (String kind : List.of("model-list", "model-conversation", "model-recent")) {
      for (Response key :
          Await.result(redis.send(Request.cmd(Command.KEYS).arg(keys.prefix() + kind + ":*")))) {
        if (random.nextBoolean()) {
          Await.result(redis.send(Request.cmd(Command.DEL).arg(key.toString())));
        }
      }
    }
  }

  /** The last events of a conversation come again, in their order. */
  private void repeat() {
    List<String> ids = List.copyOf(told.keySet());
    List<List<Truth.Told>> all = told.get(ids.get(random.nextInt(ids.size())));
    all.subList(random.nextInt(all.size()), all.size()).forEach(messageService::tell);
  }

  private void look(String user) {
    boolean archived = random.nextInt(4) == 0;
    assertEquals(
        tree(truth.list(user, archived)),
        withoutRevisions(list(user, archived)),
        () -> "list of " + user);
    assertEquals(plain(truth.unread(user)), ask(new CountUnread(), user));
    sync(user);
  }

  /** Page by page. */
  private JsonNode list(String user, boolean archived) {
    List<JsonNode> all = new ArrayList<>();
    String cursor = null;
    do {
      JsonNode page = ask(new ListConversations(cursor, 1 + random.nextInt(3), archived), user);
      page.path("conversations").forEach(all::add);
      cursor = page.path("cursor").isMissingNode() ? null : page.path("cursor").asText();
    } while (cursor != null);
    return plain(all);
  }

  private void sync(String user) {
    Map<String, Long> positions = new HashMap<>();
    for (String id : truth.ids()) {
      if (random.nextBoolean()) {
        positions.put(id, random.nextLong(truth.lastSeq(id) + 1));
      }
    }
    JsonNode page = ask(new Sync(positions, null, null), user);
    Map<String, List<JsonNode>> found = new HashMap<>();
    page.path("messages")
        .forEach(
            message ->
                found
                    .computeIfAbsent(
                        message.path("conversationId").asText(), id -> new ArrayList<>())
                    .add(message));
    Set<String> gone = new HashSet<>();
    page.path("gone").forEach(id -> gone.add(id.asText()));
    positions.forEach(
        (id, seq) -> {
          boolean member = truth.isMember(id, user);
          assertEquals(!member, gone.contains(id), id);
          List<MessageView> missed = member ? truth.after(id, seq) : List.of();
          assertEquals(plain(missed), plain(found.getOrDefault(id, List.of())), id);
          if (member) {
            assertEquals(
                Math.max(truth.lastSeq(id), truth.firstSeq(id) - 1),
                page.at("/positions/" + id).asLong(),
                id);
          }
        });
    assertEquals(0, page.path("more").size());
    assertEquals(
        truth.ids().stream()
            .filter(id -> truth.isMember(id, user) && !positions.containsKey(id))
            .count(),
        page.path("added").size());
  }

  private JsonNode ask(Query query, String user) {
    return Answer.tree(Await.result(answers.ask(query, user, PATIENCE)));
  }

  private JsonNode tree(Object value) {
    return withoutRevisions(plain(value));
  }

  /** As it is written. */
  private JsonNode plain(Object value) {
    try {
      return json.readTree(json.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings of one member and expired messages count up a revision that no view tells of. */
  private static JsonNode withoutRevisions(JsonNode list) {
    list.forEach(one -> ((ObjectNode) one.path("conversation")).remove("revision"));
    return list;
  }

  private String user() {
    return users.get(random.nextInt(users.size()));
  }
}
