package dev.parley.gateway.auth;

import dev.parley.gateway.limit.Admission;
import dev.parley.gateway.limit.Admission.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses handshakes beyond the limits, before anything is verified: 503 when the node is full or
 * too many come at once, 429 when there are too many of one address; always with {@code
 * Retry-After}. The address is the one that Quarkus gives: behind a proxy, see {@code
 * quarkus.http.proxy}.
 *
 * <p>A connection counts from its handshake until it ends, also when the upgrade is refused.
 */
@Singleton
@Priority(AdmissionCheck.FIRST)
public final class AdmissionCheck implements HttpUpgradeCheck {

  /** Before the other checks: higher ones come first. */
  static final int FIRST = 1_000;

  /** The address that the connection counts for. */
  private static final AttributeKey<String> COUNTED = AttributeKey.valueOf("parley.counted");

  private static final Map<Verdict, CheckResult> RESULTS =
      Map.of(
          Verdict.ADMITTED, CheckResult.permitUpgradeSync(),
          Verdict.RATE, refusal(503, "1"),
          Verdict.NODE, refusal(503, "10"),
          Verdict.ADDRESS, refusal(429, "10"));

  private final Admission admission;
  private final Map<Verdict, Counter> refused = new EnumMap<>(Verdict.class);

  @Inject
  AdmissionCheck(Admission admission, MeterRegistry meters) {
    this.admission = admission;
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.ADMITTED) {
        refused.put(verdict, counter(verdict, meters));
      }
    }
  }

  /** The counters are there from the start. */
  void begin(@Observes StartupEvent event) {}

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.startsWith(ConnectCheck.GUARDED);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    Verdict verdict = enter(((ConnectionBase) request.connection()).channel(), address(request));
    if (verdict != Verdict.ADMITTED) {
      refused.get(verdict).increment();
    }
    return Uni.createFrom().item(RESULTS.get(verdict));
  }

  /** On the channel's event loop. */
  private Verdict enter(Channel channel, String address) {
    // A connection may try again after a refusal, and a proxy may use it for another client.
    String before = channel.attr(COUNTED).getAndSet(null);
    if (before != null) {
      admission.leave(before);
    }
    Verdict verdict = admission.enter(address);
    if (verdict == Verdict.ADMITTED) {
      channel.attr(COUNTED).set(address);
      // Does nothing when another one of these was first.
      channel.closeFuture().addListener(closed -> leave(channel));
    }
    return verdict;
  }

  private void leave(Channel channel) {
    String address = channel.attr(COUNTED).getAndSet(null);
    if (address != null) {
      admission.leave(address);
    }
  }

  private static String address(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "" : address.hostAddress();
  }

  private static CheckResult refusal(int status, String retryAfterSeconds) {
    return CheckResult.rejectUpgradeSync(status, Map.of("Retry-After", List.of(retryAfterSeconds)));
  }

  private static Counter counter(Verdict verdict, MeterRegistry meters) {
    return Counter.builder("parley.connects.refused")
        .description("Handshakes that were refused because of a limit")
        .tag("limit", verdict.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
