package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;

/**
 * What applying events came to, without the first fifth of them.
 *
 * @param cpu of all processes meanwhile
 */
record Applied(long events, double seconds, CpuTimes cpu) {

  double perSecond() {
    return events / seconds;
  }
}
