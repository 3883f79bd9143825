package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ConnectsReportTest {

  @Test
  void report_hasTheseFigures() {
    ConnectsReport report = report(null);
    assertTrue(report.isGood());
    assertEquals(
        List.of(
            "connects/s 500",
            "connect p50 ms 7.0",
            "connect p95 ms 7.0",
            "connect p99 ms 7.0",
            "CPU-ms per connection, with the stores 4.00",
            "CPU-ms per connection, without 3.00",
            "KiB per idle connection 12.5"),
        report.figures().stream().map(figure -> figure.name() + " " + figure.shown()).toList());
    assertTrue(report.text().contains("1,000 connects in 2.0 s"), report.text());
  }

  @Test
  void report_ofADisconnect_isNotGood() {
    ConnectsReport report = report("close frame 1011");
    assertFalse(report.isGood());
    assertEquals("disconnected: close frame 1011", report.verdict());
  }

  private static ConnectsReport report(String problem) {
    List<String> arguments = List.of("connects");
    Histogram latency = new Histogram(100_000, 3);
    latency.recordValue(7_000);
    return new ConnectsReport(
        arguments,
        LoadOptions.parse(arguments),
        1_000,
        2.0,
        latency,
        new CpuTimes(
            Map.of(
                "redis",
                Duration.ofSeconds(1),
                "socketio-1",
                Duration.ofSeconds(3),
                CpuTimes.GENERATOR,
                Duration.ofSeconds(5))),
        400,
        new Memory(Map.of("redis", 4_000L, "socketio-1", 5_000L)),
        problem);
  }
}
