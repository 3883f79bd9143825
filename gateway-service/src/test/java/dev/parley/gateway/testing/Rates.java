package dev.parley.gateway.testing;

import dev.parley.gateway.limit.RequestRates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.LongSupplier;

/** Rates of requests for tests of something else. */
public final class Rates {

  private static final int PLENTY = 1_000_000;

  private Rates() {}

  /** Rates that nobody reaches. */
  public static RequestRates plenty() {
    return of(PLENTY, PLENTY, PLENTY, System::nanoTime);
  }

  /** Rates of a connection, of which so many may be refused. */
  public static RequestRates of(int rate, int burst, int maxRefused, LongSupplier nanoTime) {
    return new RequestRates(
        new RequestRates.Limits(rate, burst, PLENTY, 1, maxRefused),
        used -> Uni.createFrom().item(List.of()),
        new SimpleMeterRegistry(),
        nanoTime);
  }
}
