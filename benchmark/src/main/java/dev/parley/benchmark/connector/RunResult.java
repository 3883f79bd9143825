package dev.parley.benchmark.connector;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.LocalRunException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What one run has measured. Its process writes it to a file, the one that started it reads it.
 *
 * @param run its title
 * @param client processor time in seconds; negative when not known
 * @param redis processor time in seconds
 * @param cores that the client could run on, such as {@code 0-1}
 * @param latency null when not measured
 * @param lateness of the generator itself; null when it sent at no fixed times
 * @param problem what is broken; null when all was kept
 */
record RunResult(
    String run,
    long entries,
    double seconds,
    double client,
    double redis,
    String cores,
    Latencies.Percentiles latency,
    Latencies.Percentiles lateness,
    Kept kept,
    long pending,
    String problem) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static RunResult failed(Run run, String problem) {
    return new RunResult(run.title(), 0, 0, 0, 0, "", null, null, Kept.NOTHING, 0, problem);
  }

  static RunResult read(Path file) {
    try {
      return JSON.readValue(file.toFile(), RunResult.class);
    } catch (IOException e) {
      throw new LocalRunException("The run left no result: " + e.getMessage() + ".", e);
    }
  }

  void write(Path file) {
    try {
      JSON.writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new LocalRunException("The result cannot be written: " + e.getMessage() + ".", e);
    }
  }
}
