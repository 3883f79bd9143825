package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesTest {

  private final Entries entries = new Entries(3, 256);

  @Test
  void entries_oneAfterTheOther_takeTheKeysInTurns() {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] payload = entries.next(0);
      seen.add(entries.name() + "/" + Entries.key(payload) + "/" + Entries.number(payload));
    }
    assertEquals(List.of("key-0/0/1", "key-1/1/1", "key-2/2/1", "key-0/0/2", "key-1/1/2"), seen);
  }

  @Test
  void payload_ofAnEntry_hasItsSizeAndWhenItWasDue() {
    byte[] payload = entries.next(-123_456_789_012_345L);
    assertEquals(256, payload.length);
    assertEquals(-123_456_789_012_345L, Entries.due(payload));
  }

  @Test
  void payload_ofTheSmallestSize_holdsAll() {
    byte[] payload = new Entries(1, 32).next(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, Entries.due(payload));
    assertEquals(0, Entries.key(payload));
    assertEquals(1, Entries.number(payload));
  }

  @Test
  void perKey_ofWhatWasSent_isWhatTheFormulaSays() {
    for (int sent = 0; sent < 10; sent++) {
      assertArrayEquals(Entries.perKey(3, sent), entries.perKey(), "after " + sent);
      entries.next(0);
    }
  }
}
