package dev.parley.presence.signal;

import dev.parley.routing.RouteTable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Which nodes live. Whoever was seen alive is believed for {@value #BELIEVED_SECONDS} s, so that a
 * steady stream of signals costs a look per node and that time. Remembers living nodes only. Safe
 * from any thread.
 */
@Singleton
final class Leases {

  static final long BELIEVED_SECONDS = 2;

  private static final long BELIEVED = Duration.ofSeconds(BELIEVED_SECONDS).toNanos();

  private final Function<Set<String>, Uni<Set<String>>> look;
  private final LongSupplier nanos;
  private final Map<String, Long> seenAt = new ConcurrentHashMap<>();

  @Inject
  Leases(RouteTable routes) {
    this(routes::alive, System::nanoTime);
  }

  Leases(Function<Set<String>, Uni<Set<String>>> look, LongSupplier nanos) {
    this.look = look;
    this.nanos = nanos;
  }

  /**
   * Which of the nodes live, in at most one round trip.
   *
   * @param nodes of whom it is enough that they were seen alive lately
   * @param doubted who are looked at in any case
   * @return fails when Redis has to be asked and cannot be reached
   */
  Uni<Set<String>> alive(Set<String> nodes, Set<String> doubted) {
    long now = nanos.getAsLong();
    seenAt.values().removeIf(at -> now - at >= BELIEVED);
    Set<String> asked = new HashSet<>(doubted);
    Set<String> alive = new HashSet<>();
    for (String node : nodes) {
      if (seenAt.containsKey(node) && !doubted.contains(node)) {
        alive.add(node);
      } else {
        asked.add(node);
      }
    }
    if (asked.isEmpty()) {
      return Uni.createFrom().item(alive);
    }
    return look.apply(asked)
        .map(
            found -> {
              asked.forEach(seenAt::remove);
              found.forEach(node -> seenAt.put(node, now));
              alive.addAll(found);
              return alive;
            });
  }
}
