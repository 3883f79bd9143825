package dev.parley.gateway.proxy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Counts what goes through to the services. Safe from any thread. */
@Singleton
final class ProxyMeters {

  private final MeterRegistry registry;
  private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

  @Inject
  ProxyMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request has been answered, by the service or instead of it. */
  void answered(Service service, int status, long nanos) {
    registry
        .timer("parley.proxy.requests", "service", service.name(), "status", status / 100 + "xx")
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A request has no answer, or one of 502 to 504. */
  void failed(Service service, Outage.Kind kind) {
    String reason = kind.name().toLowerCase(Locale.ROOT);
    registry
        .counter("parley.proxy.failures", "service", service.name(), "reason", reason)
        .increment();
  }

  /** Shows how many addresses of a service are left out. */
  void watch(Service service) {
    gauges.add(
        Gauge.builder("parley.proxy.left.out", service, Service::leftOut)
            .tag("service", service.name())
            .register(registry));
  }

  @PreDestroy
  void end() {
    gauges.forEach(registry::remove);
  }
}
