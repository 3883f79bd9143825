package dev.parley.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.shape.EventRecords;
import dev.parley.contracts.shape.RecordSchemas;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The events as others read them: {@code docs/asyncapi.json} is made from the records ({@code
 * -Dasyncapi.write=true} writes it), and {@code docs/events.md} names every event.
 */
class AsyncApiTest {

  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Told to clients and stored nowhere, so in no stream. */
  private static final Set<String> NO_FACTS =
      Set.of(
          EventType.MESSAGE_UNSENT,
          EventType.TYPING_START,
          EventType.TYPING_STOP,
          EventType.USER_STATUS);

  private final RecordSchemas schemas = new RecordSchemas();

  @Test
  void document_is_that_of_the_records() throws IOException {
    Path file = DOCS.resolve("asyncapi.json");
    String document = JSON.writeValueAsString(document()) + "\n";
    if (Boolean.getBoolean("asyncapi.write")) {
      Files.writeString(file, document);
    }
    assertEquals(document, Files.readString(file), "write it with -Dasyncapi.write=true");
  }

  @Test
  void every_event_has_its_record() {
    assertEquals(names(), new TreeSet<>(EventRecords.ALL.keySet()));
    assertTrue(EventRecords.ALL.keySet().containsAll(NO_FACTS));
  }

  @Test
  void page_names_every_event_and_every_change() throws IOException {
    String page = Files.readString(DOCS.resolve("events.md"));
    for (String name : names()) {
      assertTrue(page.contains("| `" + name + "` |"), name);
    }
    for (String change : constants(ConversationChange.class)) {
      assertTrue(page.contains("`" + change + "`"), change);
    }
  }

  private static Set<String> names() {
    return constants(EventType.class);
  }

  private static Set<String> constants(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ObjectNode document() {
    ObjectNode root = JSON.createObjectNode();
    root.put("asyncapi", "3.0.0");
    root.putObject("info")
        .put("title", "Parley events")
        .put("version", "1")
        .put("description", "What has happened and is stored. See events.md.");
    ObjectNode channel = root.putObject("channels").putObject("events");
    channel.put("address", new RedisKeys(RedisKeys.DEFAULT_PREFIX).events() + ":{{partition}}");
    channel.put(
        "description",
        "A Redis stream per partition of conversations. The field data of an entry is an array of"
            + " envelopes.");
    channel.putObject("parameters").putObject("partition").put("description", "From 0");
    ObjectNode named = channel.putObject("messages");
    ObjectNode operation = root.putObject("operations").putObject("follow");
    operation.put("action", "receive");
    operation.putObject("channel").put("$ref", "#/channels/events");
    ObjectNode components = root.putObject("components");
    ObjectNode messages = components.putObject("messages");
    EventRecords.ALL.forEach(
        (name, type) -> {
          if (NO_FACTS.contains(name)) {
            return;
          }
          String id = name.replace(':', '_');
          named.putObject(id).put("$ref", "#/components/messages/" + id);
          ObjectNode message = messages.putObject(id);
          message.put("name", name).put("contentType", "application/json");
          message.set("payload", envelope(name, schemas.of(type)));
        });
    components.set("schemas", schemas.described());
    return root;
  }

  private static ObjectNode envelope(String name, ObjectNode payload) {
    ObjectNode envelope = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = envelope.putObject("properties");
    properties.putObject("id").put("type", "string");
    properties.putObject("type").put("const", name);
    properties.putObject("key").put("type", "string");
    properties.putObject("time").put("type", "integer");
    properties.putObject("user").put("type", "string");
    properties.set("payload", payload);
    return envelope;
  }

  @Test
  void contents_are_described_too() throws IOException {
    assertTrue(
        JSON.readTree(DOCS.resolve("asyncapi.json").toFile())
            .at("/components/schemas/" + Content.class.getSimpleName() + "/properties")
            .has("attachment"));
  }
}
