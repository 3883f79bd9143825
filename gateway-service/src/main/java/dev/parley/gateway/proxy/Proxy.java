package dev.parley.gateway.proxy;

import dev.parley.gateway.GatewaySettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The services behind the gateway, and which paths are theirs. One HTTP client, with a bounded pool
 * per address, that ends with this. Safe from any thread.
 */
@Singleton
final class Proxy {

  /** A service and the way there. */
  record Way(Service service, HttpProxy proxy) {}

  private static final int IDLE_SECONDS = 5;
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration REST = Duration.ofSeconds(2 * IDLE_SECONDS);

  private final HttpClient client;
  private final ProxyMeters meters;
  private final ProxySettings settings;

  /** By the path's segment after {@code /api/v1/}. */
  private final Map<String, Way> ways = new HashMap<>();

  private final List<Service> services;

  @Inject
  Proxy(GatewaySettings all, Vertx vertx, ProxyMeters meters) {
    this.settings = checked(all.proxy());
    this.meters = meters;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAliveTimeout(IDLE_SECONDS)
                // A request's own time limit ends with the answer's head; this one is for its body.
                // It counts from when the connection was last used, so it has to be longer than
                // that and a rest in the pool together: else a client that is slow with its body
                // would look like a service that hangs up.
                .setIdleTimeout((int) settings.answerTimeout().plus(REST).toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS),
            new PoolOptions()
                .setHttp1MaxSize(settings.maxConnections())
                .setMaxWaitQueueSize(settings.maxWaiting()));
    this.services =
        Stream.of(
                add("message-service", settings.messageService(), "conversations", "contacts"),
                add("presence-service", settings.presenceService(), "presence"),
                add("cache-service", settings.cacheService(), "chats", "sessions", "counters"))
            .flatMap(Optional::stream)
            .toList();
  }

  /** Whose path it is, by its segment after {@code /api/v1/}; empty for nobody's. */
  Optional<Way> way(String segment) {
    return Optional.ofNullable(ways.get(segment));
  }

  /** All services with an address. */
  List<Service> services() {
    return services;
  }

  @PreDestroy
  void end() {
    client.close();
  }

  private Optional<Service> add(String name, Optional<List<String>> urls, String... segments) {
    Optional<Service> made = Service.of(name, urls, settings.circuit());
    made.ifPresent(
        service -> {
          HttpProxy proxy =
              HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                  .origin(Exchange::open)
                  .addInterceptor(new Forwarding(service, settings, meters));
          for (String segment : segments) {
            ways.put(segment, new Way(service, proxy));
          }
          meters.watch(service);
        });
    return made;
  }

  private static ProxySettings checked(ProxySettings settings) {
    ProxySettings.Circuit circuit = settings.circuit();
    positive("connect-timeout", settings.connectTimeout());
    positive("answer-timeout", settings.answerTimeout());
    positive("circuit.pause", circuit.pause());
    atLeast(1, "max-connections", settings.maxConnections());
    atLeast(0, "max-waiting", settings.maxWaiting());
    atLeast(1, "circuit.requests", circuit.requests());
    if (!(circuit.failures() > 0 && circuit.failures() <= 1)) {
      throw wrong("circuit.failures", circuit.failures(), "must be above 0 and at most 1");
    }
    return settings;
  }

  private static void positive(String property, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw wrong(property, value, "must be from 1 ms to 1 day");
    }
  }

  private static void atLeast(int least, String property, int value) {
    if (value < least) {
      throw wrong(property, value, "must be at least " + least);
    }
  }

  private static ConfigurationException wrong(String property, Object value, String rule) {
    return new ConfigurationException(
        "parley.proxy." + property + " is " + value + ": it " + rule + ".");
  }
}
