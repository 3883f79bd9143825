package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Repeated;

/**
 * What one measuring of pages came to.
 *
 * @param service that was asked
 * @param atOnce requests
 * @param rate events per second meanwhile
 * @param cpu of all processes meanwhile
 */
record PagesRow(String service, int atOnce, int rate, Repeated.Result pages, CpuTimes cpu) {}
