package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Standing NOTHING = StandingTest.standing(0, 0, 0, 0, 0);

  @Test
  void report_ofDirectConversations_hasTheseFigures() {
    Report report =
        report("direct --seconds=10", 10.0, StandingTest.standing(5_000, 5_000, 0, 0, 0));
    assertTrue(report.isGood());
    assertEquals("kept", report.verdict());
    assertEquals(
        List.of(
            "acknowledged/s 500",
            "ack p50 ms 2.0",
            "ack p95 ms 2.0",
            "ack p99 ms 2.0",
            "delivery p50 ms 3.0",
            "delivery p95 ms 3.0",
            "delivery p99 ms 3.0",
            "CPU-s per 1,000 messages, with the stores 1.000",
            "CPU-s per 1,000 messages, without 0.600"),
        shown(report));
  }

  @Test
  void report_ofGroups_countsDeliveries() {
    Report report =
        report(
            "groups --members=3 --seconds=10", 10.0, StandingTest.standing(5_000, 10_000, 0, 0, 0));
    assertTrue(report.isGood());
    List<String> shown = shown(report);
    assertTrue(shown.contains("deliveries/s 1,000"), shown.toString());
    assertTrue(shown.contains("CPU-s per 1,000 deliveries, without 0.300"), shown.toString());
    assertTrue(report.text().contains("without the stores"), report.text());
    assertTrue(report.text().contains("gateways, the same"), report.text());
  }

  @Test
  void report_ofBrokenInvariants_saysWhich() {
    Report report = report("direct --seconds=10", 10.0, StandingTest.standing(9, 9, 0, 4, 0));
    assertFalse(report.isGood());
    assertEquals("4 reordered", report.verdict());
    assertTrue(report.text().contains("BROKEN: 4 reordered\n"), report.text());
  }

  @Test
  void report_ofARunThatEndedEarly_isNotGood() {
    Report report = report("direct --seconds=10", 9.0, StandingTest.standing(9, 9, 0, 0, 0));
    assertFalse(report.isGood());
    assertEquals("kept, but it ended early", report.verdict());
  }

  private static List<String> shown(Outcome outcome) {
    return outcome.figures().stream().map(figure -> figure.name() + " " + figure.shown()).toList();
  }

  private static Report report(String line, double seconds, Standing end) {
    Map<String, Duration> cpu = new LinkedHashMap<>();
    cpu.put("redis", Duration.ofMillis(1_500));
    cpu.put("mongo", Duration.ofMillis(500));
    cpu.put("message-1", Duration.ofSeconds(1));
    cpu.put("gateway-1", Duration.ofSeconds(2));
    cpu.put(CpuTimes.GENERATOR, Duration.ofSeconds(9));
    List<String> arguments = List.of(line.split(" "));
    return new Report(
        arguments,
        LoadOptions.parse(arguments),
        seconds,
        NOTHING,
        end,
        new CpuTimes(cpu),
        histogram(2_000),
        histogram(3_000),
        end);
  }

  private static Histogram histogram(long micros) {
    Histogram histogram = new Histogram(100_000, 3);
    histogram.recordValue(micros);
    return histogram;
  }
}
