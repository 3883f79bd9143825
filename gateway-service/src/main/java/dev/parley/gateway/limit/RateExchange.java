package dev.parley.gateway.limit;

import dev.parley.gateway.GatewaySettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The timer of the exchange of users' rates with the other nodes. */
@Singleton
final class RateExchange {

  private final RequestRates rates;
  private final long interval;
  private final Vertx vertx;
  private long timer;

  @Inject
  RateExchange(RequestRates rates, GatewaySettings settings, Vertx vertx) {
    this.rates = rates;
    this.interval = settings.limits().exchangeInterval().toMillis();
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(interval, tick -> rates.exchange());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }
}
