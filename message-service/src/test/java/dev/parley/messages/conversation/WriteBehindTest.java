package dev.parley.messages.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written behind, whatever it is. */
class WriteBehindTest {

  private final List<Map<String, Position>> written = new ArrayList<>();
  private boolean away;

  private final WriteBehind<String, Position> behind =
      new WriteBehind<>("positions", 2, Position::max, this::write);

  private Uni<Void> write(Map<String, Position> positions) {
    if (away) {
      return Uni.createFrom().failure(new IllegalStateException("away"));
    }
    written.add(Map.copyOf(positions));
    return Uni.createFrom().voidItem();
  }

  @Test
  void thousand_steps_are_one_write() {
    for (int seq = 1; seq <= 1000; seq++) {
      behind.add("ann", Position.read(seq));
    }
    behind.write().await().indefinitely();

    assertEquals(List.of(Map.of("ann", Position.read(1000))), written);
    assertEquals(0, behind.size());
  }

  @Test
  void nothing_costs_nothing() {
    behind.write().await().indefinitely();
    assertEquals(List.of(), written);
  }

  @Test
  void what_could_not_be_written_waits_and_does_not_go_back() {
    away = true;
    behind.add("ann", Position.read(5));
    assertThrows(IllegalStateException.class, () -> behind.write().await().indefinitely());
    behind.add("ann", new Position(3, 7));
    away = false;
    behind.write().await().indefinitely();

    assertEquals(List.of(Map.of("ann", new Position(5, 7))), written);
  }

  @Test
  void beyond_the_limit_new_ones_are_passed_over_and_counted() {
    behind.add("ann", Position.read(1));
    behind.add("bob", Position.read(1));
    behind.add("cy", Position.read(1));
    behind.add("ann", Position.read(2));

    assertEquals(2, behind.size());
    assertEquals(1, behind.passedOver());
    behind.write().await().indefinitely();
    assertEquals(Position.read(2), written.get(0).get("ann"));
  }
}
