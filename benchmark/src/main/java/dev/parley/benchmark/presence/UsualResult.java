package dev.parley.benchmark.presence;

import dev.parley.benchmark.CpuTimes;

/**
 * What the usual design came to.
 *
 * @param bytes of Redis per user online
 * @param cpu at rest
 * @param killed seconds from the end of a server until the last of its users is gone
 */
record UsualResult(double bytes, CpuTimes cpu, double killed) {}
