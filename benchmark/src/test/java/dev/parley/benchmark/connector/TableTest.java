package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.local.LocalRunException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

  private static final Latencies.Percentiles LATENCY =
      new Latencies.Percentiles(10, 1_000, 2_000, 3_000, 12_345);

  @BeforeAll
  static void numbersInOneForm() {
    Locale.setDefault(Locale.ROOT);
  }

  @Test
  void row_ofARate_saysWhatAHundredThousandCost() {
    assertEquals(
        "| publish | 50,000 | 2.000 | 0.500 | 100.0 / 25.0 | – | – | 4.0 s | all |",
        Table.row(result(200_000, 4, 4, 1, null, Kept.NOTHING, null)).strip());
  }

  @Test
  void row_withLatency_isInMilliseconds() {
    assertEquals(
        "| publish | 100 | 100.000 | 50.000 | 10.0 / 5.0 | 1.00 / 2.00 / 3.00 / 12.35 | – | 10.0 s"
            + " | all; 3 came twice |",
        Table.row(result(1_000, 10, 1, 0.5, LATENCY, new Kept(0, 0, 3, 0), null)).strip());
  }

  @Test
  void row_withoutEntries_hasShares() {
    assertEquals(
        "| publish | – | – | – | 1.5 / 0.2 | – | – | 20.0 s | all |",
        Table.row(result(0, 20, 0.3, 0.04, null, Kept.NOTHING, null)).strip());
  }

  @Test
  void row_ofAFailure_saysWhy() {
    assertEquals(
        "| idle | – | – | – | – / – | – | – | 0.0 s | **BROKEN: no luck** |",
        Table.row(RunResult.failed(Run.IDLE, "no luck")).strip());
  }

  @Test
  void table_ofResults_hasAsManyColumnsInEachLine() {
    String table = Table.of(List.of(RunResult.failed(Run.IDLE, "no luck")));
    assertEquals(
        1,
        table.lines().map(line -> line.chars().filter(c -> c == '|').count()).distinct().count());
    assertEquals(3, table.lines().count());
  }

  @Test
  void result_writtenAndRead_isTheSame(@TempDir Path directory) {
    Path file = directory.resolve("result.json");
    RunResult result = result(5, 1, 2, 3, LATENCY, new Kept(1, 2, 3, 4), "lost");
    result.write(file);
    assertEquals(result, RunResult.read(file));
  }

  @Test
  void result_notThere_isAFailure(@TempDir Path directory) {
    assertThrows(LocalRunException.class, () -> RunResult.read(directory.resolve("none.json")));
  }

  @Test
  void redisBenchmark_output_givesItsLastRate() {
    assertEquals(
        218_055.84,
        RedisBenchmark.rate(
            "XADD s * data xxx: rps=0.0 (overall: nan)\rXADD: rps=190000.0\r"
                + "XADD s * data xxx: 1000.00 requests per second, p50=0.1 msec\n"
                + "XADD s * data xxx: 218055.84 requests per second, p50=0.223 msec\n"));
    assertThrows(LocalRunException.class, () -> RedisBenchmark.rate("ERR unknown command"));
  }

  @Test
  void pinning_ofClientAndRedis_isNextToEachOther() {
    List<String> command = List.of("it");
    assertEquals(command, new Pinning(0, 4).client(command));
    assertEquals(command, new Pinning(0, 4).redis(command));
    assertEquals(List.of("taskset", "-c", "0", "it"), new Pinning(1, 2).client(command));
    assertEquals(List.of("taskset", "-c", "1", "it"), new Pinning(1, 2).redis(command));
    assertEquals(List.of("taskset", "-c", "0-1", "it"), new Pinning(2, 2).client(command));
    assertEquals(command, new Pinning(2, 2).redis(command));
  }

  @Test
  void machine_valueOfALine_isWhatIsBehindTheColon() {
    List<String> lines = List.of("Name:\tjava", "Cpus_allowed:\t3", "Cpus_allowed_list:\t0-1");
    assertEquals("0-1", Machine.value(lines, "Cpus_allowed_list"));
    assertEquals("?", Machine.value(lines, "model name"));
  }

  private static RunResult result(
      long entries,
      double seconds,
      double client,
      double redis,
      Latencies.Percentiles latency,
      Kept kept,
      String problem) {
    return new RunResult(
        "publish", entries, seconds, client, redis, "0-1", latency, null, kept, 0, problem);
  }
}
