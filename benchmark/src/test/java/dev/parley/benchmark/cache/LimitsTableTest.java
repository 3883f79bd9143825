package dev.parley.benchmark.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.HttpCalls;
import dev.parley.benchmark.Repeated;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LimitsTableTest {

  private static final CpuTimes CPU =
      new CpuTimes(
          Map.of(
              "redis",
              Duration.ofMillis(2),
              "cache-1",
              Duration.ofMillis(10),
              CpuTimes.GENERATOR,
              Duration.ofMillis(4)));

  @Test
  void table_hasARowForEachMeasuring() {
    Histogram latency = new Histogram(3);
    latency.recordValueWithCount(3_000, 50);
    LimitsOptions options = LimitsOptions.parse(List.of("--seconds=4"));
    LimitsRow row = new LimitsRow("cache-service", 2, 8, new Repeated.Result(1_250, latency), CPU);
    String text = new LimitsTable(List.of("--seconds=4"), options, List.of(row)).toString();
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(0).contains("`limits --seconds=4`"), text);
    assertTrue(lines.get(0).contains("10,000 subjects"), text);
    assertEquals(
        List.of(
            "| cache-service | 2 | 8 | 2,500 | 1,250 | 3.0 / 3.0 / 3.0 | 20.0 | 100.0 | 40.0 |"),
        lines.subList(4, lines.size()));
  }

  @Test
  void bodies_areJson_eachSubjectOnce() {
    var takes = HttpCalls.read(Decisions.takes(64).getBytes(StandardCharsets.UTF_8)).get("takes");
    assertEquals(Decisions.SOME, takes.size());
    assertEquals("subject-000064", takes.get(0).get("subject").asText());
    assertEquals("subject-000095", takes.get(31).get("subject").asText());
    assertEquals("api", takes.get(31).get("policies").get(0).get("policy").asText());
  }
}
