package dev.parley.benchmark.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Repeated;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ModelsTableTest {

  private static final CpuTimes CPU =
      new CpuTimes(
          Map.of(
              "redis",
              Duration.ofMillis(2),
              "mongo",
              Duration.ofMillis(0),
              "message-1",
              Duration.ofMillis(4),
              "cache-1",
              Duration.ofMillis(10),
              CpuTimes.GENERATOR,
              Duration.ofMillis(6)));

  private static ModelsTable table(Applied applied, long wrong) {
    Histogram latency = new Histogram(3);
    latency.recordValueWithCount(3_000, 100);
    PagesRow row = new PagesRow("cache-service", 8, 500, new Repeated.Result(1_250, latency), CPU);
    return new ModelsTable(
        List.of("--batch=5"),
        ModelsOptions.parse(List.of("--batch=5")),
        new ModelsResult(List.of(row), applied, 1_000, wrong));
  }

  @Test
  void table_hasARowForEachMeasuring() {
    String text = table(new Applied(2_000, 0.5, CPU), 0).toString();
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(0).contains("`models --batch=5`"), text);
    assertTrue(lines.get(0).contains("2,000 conversations"), text);
    assertEquals(
        "| cache-service | 8 | 500 | 1,250 | 3.0 / 3.0 / 3.0 | 20 | 0 | 40 | 100 | 60 |",
        lines.get(4));
    assertEquals("| 2,000 | 5 | 4,000 | 1 | 0 | 2 | 5 | 3 |", lines.get(8));
  }

  @Test
  void table_ofPagesOnly_hasNoOther() {
    assertFalse(table(null, 0).toString().contains("applied/s"));
  }

  @Test
  void table_tellsWhatIsWrong() {
    assertTrue(table(null, 0).isGood());
    assertFalse(table(null, 2).isGood());
    String text = table(null, 2).toString();
    assertTrue(text.contains("2 of 1,000 conversations in lists are not as"), text);
  }
}
