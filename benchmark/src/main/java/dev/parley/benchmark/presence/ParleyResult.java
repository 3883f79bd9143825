package dev.parley.benchmark.presence;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Repeated;

/**
 * What Parley came to.
 *
 * @param bytes of Redis per user online, for presence alone
 * @param routeBytes of Redis per user online, for the route that messages take
 * @param cpu at rest
 * @param changes to the watchers
 * @param sequential queries, one after the other
 * @param parallel queries, eight at once
 * @param killed what a killed node takes
 * @param problem what did not come as it should have; null for nothing
 */
record ParleyResult(
    double bytes,
    double routeBytes,
    CpuTimes cpu,
    Changes.Result changes,
    Repeated.Result sequential,
    Repeated.Result parallel,
    Killed killed,
    String problem) {

  /**
   * Seconds.
   *
   * @param lease from the kill until the lease has ended
   * @param offline from the end of the lease until the last user is offline
   * @param cleared from the end of the lease until routes and inbox are gone
   */
  record Killed(double lease, double offline, double cleared) {}
}
