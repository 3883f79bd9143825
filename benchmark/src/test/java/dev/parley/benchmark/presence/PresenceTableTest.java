package dev.parley.benchmark.presence;

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

class PresenceTableTest {

  private static final PresenceOptions OPTIONS =
      PresenceOptions.parse(List.of("--users=5000", "--seconds=20"));

  private static final UsualResult USUAL =
      new UsualResult(
          120.4,
          new CpuTimes(
              Map.of("redis", Duration.ofSeconds(1), CpuTimes.GENERATOR, Duration.ofSeconds(2))),
          29.96);

  @Test
  void table_hasARowForEachFigure() {
    String text = table(0, null).toString();
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(0).contains("`presence --users=5000`"), text);
    assertTrue(lines.get(0).contains("5,000 users online, 2 of presence-service"), text);
    assertEquals("| figure | Parley | a key with a TTL per connection |", lines.get(2));
    assertEquals(
        List.of(
            "| Redis, bytes per user online | 301 | 120 |",
            "| Redis, bytes per user's route for messages | 99 | – |",
            "| at rest, Redis, % of a core | 2.50 | 5.00 |",
            "| at rest, presence-service / who refreshes, % of a core | 1.00 | 10.00 |",
            "| killed with 2,500 users: s until it counts as dead (lease 15 s, TTL 30 s) | 15.0 | – |",
            "| from then on, s until the last user is offline | 0.75 | – |",
            "| from then on, s until routes and inbox are gone | 1.25 | – |",
            "| in all, s until the last user is offline | 15.8 | 30.0 |",
            "| change to watcher, ms p50 / p95 / p99 | 7.0 / 7.0 / 7.0 | – |",
            "| changes | all told | – |",
            "| queries of 1,000 users one by one, requests/s | 1,234 | – |",
            "| queries of 1,000 users one by one, ms p50 / p95 / p99 | 7.0 / 7.0 / 7.0 | – |",
            "| queries of 1,000 users 8 at once, requests/s | 2,345 | – |",
            "| queries of 1,000 users 8 at once, ms p50 / p95 / p99 | 7.0 / 7.0 / 7.0 | – |"),
        lines.subList(4, lines.size()));
  }

  @Test
  void table_asked_twice_isTheSame() {
    PresenceTable table = table(0, null);
    assertEquals(table.toString().lines().count(), table.toString().lines().count());
  }

  @Test
  void run_thatLostNothing_isGood() {
    assertTrue(table(0, null).isGood());
  }

  @Test
  void run_thatLostChanges_saysSo() {
    assertFalse(table(1_234, null).isGood());
    assertTrue(table(1_234, null).toString().contains("| changes | 1,234 changes lost |"));
  }

  @Test
  void run_inWhichANodeLostItsLease_saysSo() {
    assertFalse(table(0, "second has lost its lease").isGood());
    assertTrue(
        table(0, "second has lost its lease")
            .toString()
            .contains("| changes | second has lost its lease |"));
  }

  private static PresenceTable table(long lost, String problem) {
    Histogram latency = new Histogram(3);
    latency.recordValue(7_000);
    ParleyResult parley =
        new ParleyResult(
            301.2,
            99,
            new CpuTimes(
                Map.of(
                    "redis",
                    Duration.ofMillis(500),
                    "presence-1",
                    Duration.ofMillis(150),
                    "presence-2",
                    Duration.ofMillis(50),
                    CpuTimes.GENERATOR,
                    Duration.ofSeconds(9))),
            new Changes.Result(latency, lost),
            new Repeated.Result(1_234, latency),
            new Repeated.Result(2_345, latency),
            new ParleyResult.Killed(15.01, 0.75, 1.25),
            problem);
    return new PresenceTable(List.of("--users=5000"), OPTIONS, parley, USUAL);
  }
}
