package dev.parley.contracts.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Vectors;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InboxEntryCodecTest {

  private static final String FILE = "inbox-vectors.json";

  @TestFactory
  Stream<DynamicTest> decode_reads() {
    return Vectors.each(
        FILE, "valid", v -> assertEquals(entry(v), InboxEntryCodec.decode(bytes(v))));
  }

  @TestFactory
  Stream<DynamicTest> encode_writes_what_is_frozen() {
    return Vectors.each(
        FILE,
        "valid",
        v -> {
          byte[] encoded = InboxEntryCodec.encode(entry(v));
          if (v.get("canonical").asBoolean()) {
            assertEquals(v.get("hex").asText(), HexFormat.of().formatHex(encoded));
          }
          assertEquals(entry(v), InboxEntryCodec.decode(encoded));
        });
  }

  @TestFactory
  Stream<DynamicTest> decode_refuses() {
    return Vectors.each(
        FILE,
        "malformed",
        v ->
            assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () ->
                    assertThrows(
                        MalformedException.class, () -> InboxEntryCodec.decode(bytes(v)))));
  }

  @Test
  void decode_ends_with_an_entry_or_a_refusal_whatever_the_bytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    JsonNode valid = Vectors.read(FILE).get("valid");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 40_000; i++) {
            byte[] broken = bytes(valid.get(i % valid.size()));
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            try {
              InboxEntryCodec.decode(broken);
            } catch (MalformedException refused) {
              // The only failure allowed.
            }
          }
        },
        () -> "seed " + seed);
  }

  @Test
  void large_entries_keep_every_item() {
    List<InboxItem> items = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      items.add(new InboxItem.Reply("s" + i, i, i % 2 == 0, RawJson.of("{\"n\":" + i + "}")));
    }
    InboxEntry entry = new InboxEntry(items);
    assertEquals(entry, InboxEntryCodec.decode(InboxEntryCodec.encode(entry)));
  }

  @Test
  void a_text_or_list_beyond_its_length_field_is_refused() {
    RawJson nothing = RawJson.of("{}");
    InboxItem longName = new InboxItem.Reply("s".repeat(0x10000), 1, false, nothing);
    List<String> tooMany = Collections.nCopies(0x10000, "u");
    InboxItem manyUsers = new InboxItem.Delivery(tooMany, "", "e", nothing);
    InboxItem manyWatch = new InboxItem.Watch("c1", 1, tooMany, true);
    for (InboxItem item : List.of(longName, manyUsers, manyWatch)) {
      InboxEntry entry = new InboxEntry(List.of(item));
      assertThrows(IllegalArgumentException.class, () -> InboxEntryCodec.encode(entry));
    }
  }

  private static byte[] bytes(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("hex").asText());
  }

  private static InboxEntry entry(JsonNode vector) {
    List<InboxItem> items = new ArrayList<>();
    vector.get("items").forEach(item -> items.add(item(item)));
    return new InboxEntry(items);
  }

  private static InboxItem item(JsonNode item) {
    if (item.has("reply")) {
      JsonNode r = item.get("reply");
      return new InboxItem.Reply(
          r.get("session").asText(),
          r.get("request").asLong(),
          r.get("error").asBoolean(),
          RawJson.of(r.get("payload").asText()));
    }
    if (item.has("broadcast")) {
      JsonNode b = item.get("broadcast");
      return new InboxItem.Broadcast(
          b.get("conversationId").asText(),
          b.get("exceptSession").asText(),
          b.get("event").asText(),
          RawJson.of(b.get("payload").asText()));
    }
    if (item.has("watch")) {
      JsonNode w = item.get("watch");
      return new InboxItem.Watch(
          w.get("conversationId").asText(),
          w.get("revision").asLong(),
          users(w),
          w.get("watching").asBoolean());
    }
    if (item.has("revoke")) {
      JsonNode r = item.get("revoke");
      return new InboxItem.Revoke(
          r.get("user").asText(), r.get("sessionId").asText(), r.get("reason").asText());
    }
    if (item.has("status")) {
      JsonNode st = item.get("status");
      return new InboxItem.Status(st.get("user").asText(), RawJson.of(st.get("payload").asText()));
    }
    JsonNode d = item.get("delivery");
    return new InboxItem.Delivery(
        users(d),
        d.get("exceptSession").asText(),
        d.get("event").asText(),
        RawJson.of(d.get("payload").asText()));
  }

  private static List<String> users(JsonNode item) {
    List<String> users = new ArrayList<>();
    item.get("users").forEach(user -> users.add(user.asText()));
    return users;
  }
}
