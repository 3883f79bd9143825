package dev.parley.gateway.auth;

import dev.parley.gateway.GatewaySettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which web pages may connect, by their origin (RFC 6454): a browser sends it with every WebSocket
 * handshake, of whatever page, and asks nobody before. What is no browser sends none and passes: it
 * could send any. Immutable, safe from any thread.
 */
@Singleton
public final class Origins {

  /** The origin whose host and port are those that the request was sent to. */
  private static final String SELF = "self";

  private static final String ANY = "*";

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9._-]+|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

  private final boolean any;
  private final boolean self;

  /** Those that are allowed whoever is asked. */
  private final Set<String> listed;

  /**
   * @throws ConfigurationException when one is no origin
   */
  @Inject
  Origins(GatewaySettings settings) {
    this(settings.origins());
  }

  Origins(List<String> allowed) {
    Set<String> origins =
        allowed.stream()
            .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    this.any = origins.remove(ANY);
    this.self = origins.remove(SELF);
    this.listed = Set.copyOf(origins);
    listed.forEach(Origins::check);
  }

  /** Stops the start when they are wrong. */
  void start(@Observes StartupEvent starting) {}

  /**
   * Whether a request may come.
   *
   * @param origins its {@code Origin} headers
   * @param host its {@code Host} header; null for none
   */
  boolean allow(List<String> origins, String host) {
    if (origins.isEmpty() || any) {
      return true;
    }
    String origin = origins.get(0);
    return origins.size() == 1 && (listed.contains(origin) || (self && isSelf(origin, host)));
  }

  private static boolean isSelf(String origin, String host) {
    return host != null
        && !host.isEmpty()
        && (origin.equalsIgnoreCase("https://" + host)
            || origin.equalsIgnoreCase("http://" + host));
  }

  private static void check(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new ConfigurationException(
          "parley.origins has "
              + origin
              + ": each must be self, * or an origin such as https://chat.example.");
    }
  }
}
