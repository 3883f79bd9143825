package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Repeated;

/**
 * What one measuring came to.
 *
 * @param who decided: cache-service, or the library in the load generator
 * @param subjects of each call
 * @param atOnce calls
 * @param cpu of all processes meanwhile
 */
record LimitsRow(String who, int subjects, int atOnce, Repeated.Result calls, CpuTimes cpu) {

  long decisions() {
    return calls.calls() * subjects;
  }

  double decisionsPerSecond() {
    return calls.perSecond() * subjects;
  }

  /** Processor time of a process in microseconds for each decision. */
  double micros(String process) {
    return cpu.micros(process, decisions());
  }
}
