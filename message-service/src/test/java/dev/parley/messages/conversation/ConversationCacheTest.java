package dev.parley.messages.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.messages.Stored;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationCacheTest {

  private long now = -5;

  private final ConversationCache cache =
      new ConversationCache(3, Duration.ofMinutes(10), () -> now);

  @Test
  void state_is_found_until_it_is_dropped() {
    ConversationState state = put("c1");
    assertSame(state, cache.find("c1", 0));
    cache.drop(List.of("c1", "unknown"));
    assertNull(cache.find("c1", 0));
  }

  @Test
  void one_not_used_for_longest_goes_beyond_the_limit() {
    put("c1");
    put("c2");
    put("c3");
    cache.find("c1", 0);
    put("c4");

    assertNull(cache.find("c2", 0));
    assertNotNull(cache.find("c1", 0));
    assertEquals(3, cache.size());
  }

  @Test
  void one_not_used_for_the_idle_time_goes() {
    put("c1");
    put("c2");
    pass(Duration.ofMinutes(6));
    cache.find("c1", 0);
    pass(Duration.ofMinutes(6));

    assertNull(cache.find("c2", 0));
    assertNotNull(cache.find("c1", 0));
  }

  @Test
  void idle_ones_make_room_without_being_asked_for() {
    put("c1");
    put("c2");
    pass(Duration.ofMinutes(11));
    put("c3");

    assertEquals(1, cache.size());
  }

  @Test
  void what_was_read_under_another_lease_is_not_found() {
    put("c1");
    assertNull(cache.find("c1", 1));
    assertNull(cache.find("c1", 0), "and forgotten");
  }

  @Test
  void state_never_goes_back() {
    ConversationState state = put("c1");
    state.stored(7);
    state.stored(5);
    assertEquals(7, state.lastSeq());
  }

  private ConversationState put(String id) {
    ConversationState state = Stored.state(id, 0);
    cache.put(state);
    return state;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
