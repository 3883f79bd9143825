package dev.parley.redisstreams.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must be true of everything that was delivered, whatever happened meanwhile. */
final class Verdict {

  private static final int SHOWN = 20;

  private Verdict() {}

  /** Nothing is missing, and nothing was made up. */
  static void assertExactly(Set<String> sent, List<Delivered> delivered, String hint) {
    Set<String> once = new HashSet<>();
    delivered.forEach(one -> once.add(one.payload()));
    Set<String> missing = new TreeSet<>(sent);
    missing.removeAll(once);
    once.removeAll(sent);
    assertEquals(Set.of(), Set.copyOf(missing), "never delivered; " + hint);
    assertEquals(Set.of(), once, "delivered and not sent; " + hint);
  }

  /**
   * The first delivery of an entry never comes after the first delivery of a later one of its key.
   * Payloads end in {@code -<number>}, ascending per key.
   */
  static void assertOrderPerKey(List<Delivered> delivered, String hint) {
    Map<String, Long> last = new HashMap<>();
    Set<String> seen = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (Delivered one : delivered) {
      if (!seen.add(one.payload())) {
        continue;
      }
      long number = number(one);
      long before = last.getOrDefault(one.key(), -1L);
      if (number < before) {
        wrong.add(one + " after number " + before + ":" + history(delivered, one));
      }
      last.put(one.key(), Math.max(number, before));
    }
    assertEquals(
        List.of(), wrong.subList(0, Math.min(SHOWN, wrong.size())), "out of order; " + hint);
  }

  /** What happened to the key around that entry. */
  private static String history(List<Delivered> delivered, Delivered late) {
    StringBuilder history = new StringBuilder();
    for (Delivered one : delivered) {
      if (one.key().equals(late.key()) && Math.abs(number(one) - number(late)) <= 5) {
        history.append("\n    ").append(one.line());
      }
    }
    return history + "\n";
  }

  private static long number(Delivered one) {
    return Long.parseLong(one.payload().substring(one.payload().lastIndexOf('-') + 1));
  }
}
