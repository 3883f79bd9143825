package dev.parley.benchmark.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.benchmark.HttpCalls;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.event.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HappeningsTest {

  private static final int MANY = 10_000;

  private final Talk talk = new Talk("c1", List.of("ann", "bob", "cai"), 0);
  private final Happenings happenings = new Happenings(List.of(talk));

  private final List<Envelope> events = new ArrayList<>();

  private Map<String, Integer> happen() {
    Map<String, Integer> byType = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      Envelope event = happenings.next();
      events.add(event);
      byType.merge(event.type(), 1, Integer::sum);
    }
    return byType;
  }

  @Test
  void kinds_haveTheirShares() {
    Map<String, Integer> byType = happen();
    assertEquals(0.7, byType.get(EventType.MESSAGE_NEW) / (double) MANY, 0.03);
    assertEquals(0.2, byType.get(EventType.READ_RECEIPT) / (double) MANY, 0.03);
    int changes = byType.get(EventType.MESSAGE_REACTION) + byType.get(EventType.MESSAGE_EDIT);
    assertEquals(0.1, changes / (double) MANY, 0.03);
  }

  @Test
  void messages_haveNoHoles_andChangesFitTheLastOne() {
    happen();
    long seq = 0;
    int version = 0;
    for (Envelope event : events) {
      JsonNode payload = HttpCalls.read(event.payload().utf8());
      switch (event.type()) {
        case EventType.MESSAGE_NEW -> {
          assertEquals(++seq, payload.get("seq").asLong());
          version = 1;
        }
        case EventType.MESSAGE_REACTION -> {
          assertEquals(seq, payload.get("seq").asLong());
          assertEquals(++version, payload.get("version").asInt());
        }
        case EventType.MESSAGE_EDIT -> {
          assertEquals(seq, payload.get("message").get("seq").asLong());
          assertEquals(++version, payload.get("message").get("version").asInt());
        }
        default -> assertEquals(seq, payload.get("seq").asLong());
      }
    }
    assertEquals(talk.seq, seq);
    assertEquals(talk.version, version);
  }

  @Test
  void edit_keepsReactions() {
    happen();
    assertTrue(
        events.stream()
            .filter(event -> event.type().equals(EventType.MESSAGE_EDIT))
            .map(event -> HttpCalls.read(event.payload().utf8()).get("message").path("reactions"))
            .anyMatch(reactions -> reactions.size() == 1 && reactions.get(0).has("userIds")));
  }
}
