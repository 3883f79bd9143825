package dev.parley.benchmark.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressTest {

  private final Progress progress = new Progress(2);

  @Test
  void events_areOpen_untilTheirPartitionReachesThem() {
    progress.add(0, "9-1", 3);
    progress.add(0, "10-0", 4);
    progress.add(1, "9-0", 5);
    assertEquals(12, progress.open());
    progress.reach(0, "9-0");
    assertEquals(12, progress.open());
    progress.reach(0, "9-1");
    assertEquals(9, progress.open());
    progress.reach(1, "9-7");
    assertEquals(4, progress.open());
    progress.reach(0, "10-0");
    assertEquals(0, progress.open());
  }

  @Test
  void mark_thatComesAgain_countsOnce() {
    progress.add(0, "10-0", 4);
    progress.reach(0, "10-0");
    progress.reach(0, "10-0");
    progress.add(0, "10-1", 2);
    assertEquals(2, progress.open());
  }
}
