package dev.parley.gateway.proxy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way by HTTP through the gateway to the services. */
public interface ProxySettings {

  /**
   * Addresses of message-service, such as {@code http://10.0.0.1:8081,http://10.0.0.2:8081}; they
   * are taken in turn. Without any its paths are answered with 404.
   */
  @WithDefault("${MESSAGE_SERVICE_URL:http://localhost:8081}")
  Optional<List<String>> messageService();

  /** Addresses of presence-service, as for message-service. */
  @WithDefault("${PRESENCE_SERVICE_URL:}")
  Optional<List<String>> presenceService();

  /** Addresses of cache-service, as for message-service. */
  @WithDefault("${CACHE_SERVICE_URL:}")
  Optional<List<String>> cacheService();

  /** How long it may take to have a connection to a service, 1 ms at least. */
  @WithDefault("PT2S")
  Duration connectTimeout();

  /**
   * How long it may take until an answer begins, 1 ms at least; then it is 504, or 408 when the
   * client's body is not there yet. An answer's body that stands still for 10 s more is cut off.
   */
  @WithDefault("PT10S")
  Duration answerTimeout();

  /** Bytes that a request's body may have; larger ones are answered with 413. */
  @WithDefault("1M")
  MemorySize maxBody();

  /** Connections to one address at most. */
  @WithDefault("64")
  int maxConnections();

  /** Requests that may wait for a connection to one address; one more is answered with 503. */
  @WithDefault("256")
  int maxWaiting();

  /** When an address is left out. */
  Circuit circuit();

  /** How many requests a caller may make. */
  Rate rate();

  /**
   * When an address is left out: so many of its last answers were none, or 502, 503 or 504. After a
   * pause one request tries whether it is back.
   */
  interface Circuit {

    /** How many requests are looked back at, 1 at least. */
    @WithDefault("20")
    int requests();

    /** Which part of them has to have failed, above 0 and up to 1. */
    @WithDefault("0.5")
    double failures();

    /** How long the address is left out before it is tried again, 1 ms at least. */
    @WithDefault("PT5S")
    Duration pause();
  }

  /** How many requests a caller may make of one service through this node. */
  interface Rate {

    /** Requests of a user in a window, 1 to 1,000,000. */
    @WithDefault("600")
    int userRequests();

    /** Requests of an address without a good token in a window, 1 to 1,000,000. */
    @WithDefault("300")
    int addressRequests();

    /** The window: whole seconds, 1 s to 1 day. */
    @WithDefault("PT1M")
    Duration window();
  }
}
