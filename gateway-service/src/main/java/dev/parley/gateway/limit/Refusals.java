package dev.parley.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts refused requests: {@code parley.requests.refused} by the limit that was met. */
record Refusals(Counter ofConnection, Counter ofUser) {

  static Refusals in(MeterRegistry meters) {
    return new Refusals(counter("connection", meters), counter("user", meters));
  }

  private static Counter counter(String limit, MeterRegistry meters) {
    return Counter.builder("parley.requests.refused")
        .description("Requests beyond what a connection or user may make in a second")
        .tag("limit", limit)
        .register(meters);
  }
}
