package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.id.MessageIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncPlanTest {

  @Test
  void everything_fits() {
    SyncPlan plan = SyncPlan.of(Map.of("a", 2L, "b", 0L), Map.of("a", 4L, "b", 1L), 10);

    assertEquals(keys("b", 1, 1, "a", 3, 4), plan.primaryKeys());
  }

  @Test
  void conversations_with_the_least_to_catch_up_on_come_first() {
    SyncPlan plan =
        SyncPlan.of(Map.of("a", 0L, "b", 7L, "c", 3L), Map.of("a", 100L, "b", 9L, "c", 5L), 10);

    assertEquals(keys("b", 8, 9, "c", 4, 5, "a", 1, 6), plan.primaryKeys());
  }

  @Test
  void what_is_complete_or_ahead_brings_nothing() {
    SyncPlan plan = SyncPlan.of(Map.of("a", 4L, "b", 9L), Map.of("a", 4L, "b", 1L), 10);

    assertEquals(List.of(), plan.primaryKeys());
    Map<String, Long> reached = plan.reached(List.of());
    assertEquals(Map.of("a", 4L, "b", 9L), reached);
    assertEquals(List.of(), plan.more(reached));
  }

  @Test
  void limit_ends_within_a_conversation_and_leaves_the_others_for_later() {
    SyncPlan plan = SyncPlan.of(Map.of("a", 0L, "b", 0L), Map.of("a", 5L, "b", 6L), 3);

    assertEquals(keys("a", 1, 3), plan.primaryKeys());
    assertEquals(List.of("a", "b"), plan.more(Map.of("a", 3L, "b", 0L)).stream().sorted().toList());
  }

  /** Triples of conversation, first and last place. */
  private static List<String> keys(Object... ranges) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < ranges.length; i += 3) {
      for (int seq = (int) ranges[i + 1]; seq <= (int) ranges[i + 2]; seq++) {
        keys.add(MessageIds.primaryKey((String) ranges[i], seq));
      }
    }
    return keys;
  }
}
