package dev.parley.redisstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncomingRedisStreamBatchTest {

  private static final Throwable CAUSE = new IllegalStateException("no");
  private static final Throwable OTHER = new IllegalStateException("neither");

  private final IncomingRedisStreamBatch batch =
      new IncomingRedisStreamBatch(
          List.of(entry("0-0"), entry("1-0"), entry("2-0"), entry("3-0")), true);

  @Test
  void what_is_rejected_is_known_by_its_place() {
    batch.reject(2, CAUSE);
    batch.reject(0, OTHER);
    assertEquals(Map.of(2, CAUSE, 0, OTHER), batch.refused());
    assertThrows(IndexOutOfBoundsException.class, () -> batch.reject(4, CAUSE));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.reject(-1, CAUSE));
    assertThrows(NullPointerException.class, () -> batch.reject(1, null));
  }

  @Test
  void a_view_has_some_of_the_entries_and_rejects_them_in_the_whole() {
    IncomingRedisStreamBatch view = batch.only(1, 3);
    assertEquals(List.of(entry("1-0"), entry("3-0")), view.entries());
    assertTrue(view.gap());
    view.reject(1, CAUSE);
    assertEquals(Map.of(1, CAUSE), view.refused());
    assertEquals(Map.of(3, CAUSE), batch.refused());
    assertThrows(IndexOutOfBoundsException.class, () -> view.reject(2, CAUSE));
  }

  @Test
  void a_view_knows_what_was_rejected_in_the_whole_and_nothing_of_the_others() {
    IncomingRedisStreamBatch view = batch.only(1, 3);
    batch.reject(0, CAUSE);
    batch.reject(1, OTHER);
    assertEquals(Map.of(0, OTHER), view.refused());
  }

  @Test
  void a_view_of_a_view_reaches_the_whole() {
    IncomingRedisStreamBatch inner = batch.only(3, 1).only(1);
    assertEquals(List.of(entry("1-0")), inner.entries());
    inner.reject(0, CAUSE);
    assertEquals(Map.of(1, CAUSE), batch.refused());
  }

  @Test
  void a_view_of_places_that_are_none_is_refused() {
    assertThrows(IndexOutOfBoundsException.class, () -> batch.only(4));
    assertTrue(batch.only().entries().isEmpty());
    assertFalse(new IncomingRedisStreamBatch(List.of(), false).only().gap());
  }

  private static IncomingRedisStreamMetadata entry(String id) {
    return new IncomingRedisStreamMetadata("s", 0, id, null, 1, Map.of(), PartitionLease.ENDLESS);
  }
}
