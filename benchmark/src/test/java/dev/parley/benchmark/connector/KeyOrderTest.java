package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

  private static final int KEYS = 3;

  private final Entries entries = new Entries(KEYS, 32);
  private final KeyOrder order = new KeyOrder(KEYS);

  @Test
  void entries_allInOrder_areKept() {
    assertKept(new Kept(0, 0, 0, 0), some(10));
  }

  @Test
  void entries_ofDifferentKeysMixed_areKept() {
    List<byte[]> sent = some(6);
    // Each key has two of them: 0 and 3, 1 and 4, 2 and 5.
    assertKept(new Kept(0, 0, 0, 0), pick(sent, 2, 5, 0, 1, 3, 4));
  }

  @Test
  void entry_inTheMiddleMissing_isLost() {
    List<byte[]> sent = some(9);
    sent.remove(3);
    assertKept(new Kept(1, 0, 0, 0), sent);
  }

  @Test
  void entries_atTheEndMissing_areLost() {
    assertKept(new Kept(2, 0, 0, 0), some(9).subList(0, 7));
  }

  @Test
  void entries_noneArrived_areLost() {
    some(7);
    assertKept(new Kept(7, 0, 0, 0), List.of());
  }

  @Test
  void entries_ofOneKeySwapped_areOutOfOrder() {
    List<byte[]> sent = some(9);
    Collections.swap(sent, 1, 4);
    assertKept(new Kept(0, 1, 0, 0), sent);
  }

  @Test
  void entries_cameAgain_areDuplicatesAndKept() {
    List<byte[]> sent = some(6);
    sent.addAll(pick(sent, 1, 4));
    assertKept(new Kept(0, 0, 2, 0), sent);
    assertNull(order.kept(entries.perKey()).problem());
  }

  @Test
  void entry_ofNoKnownKey_isForeign() {
    List<byte[]> sent = some(3);
    Entries others = new Entries(KEYS + 1, 32);
    for (int i = 0; i < KEYS; i++) {
      others.next(0);
    }
    sent.add(others.next(0));
    assertKept(new Kept(0, 0, 0, 1), sent);
  }

  @Test
  void entry_thatWasNotSent_isForeign() {
    long[] before = entries.perKey();
    order.saw(entries.next(0));
    assertEquals(new Kept(0, 0, 0, 1), order.kept(before));
  }

  @Test
  void problem_ofEachKind_isNamed() {
    assertNotNull(new Kept(1, 0, 0, 0).problem());
    assertNotNull(new Kept(0, 1, 0, 0).problem());
    assertNotNull(new Kept(0, 0, 0, 1).problem());
    assertNull(new Kept(0, 0, 5, 0).problem());
  }

  private List<byte[]> some(int count) {
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(entries.next(0));
    }
    return sent;
  }

  private static List<byte[]> pick(List<byte[]> from, int... which) {
    List<byte[]> picked = new ArrayList<>();
    for (int i : which) {
      picked.add(from.get(i));
    }
    return picked;
  }

  private void assertKept(Kept expected, List<byte[]> arrived) {
    arrived.forEach(order::saw);
    assertEquals(expected, order.kept(entries.perKey()));
  }
}
