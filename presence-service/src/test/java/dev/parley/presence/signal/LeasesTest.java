package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasesTest {

  private final Set<String> living = new HashSet<>(Set.of("n1", "n2"));
  private final List<Set<String>> looks = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Leases leases = new Leases(this::look, nanos::get);

  private Uni<Set<String>> look(Set<String> nodes) {
    looks.add(new TreeSet<>(nodes));
    Set<String> alive = new HashSet<>(nodes);
    alive.retainAll(living);
    return Uni.createFrom().item(alive);
  }

  @Test
  void nodes_are_looked_at_together() {
    assertEquals(Set.of("n1", "n2"), alive(Set.of("n1", "n2", "dead"), Set.of()));
    assertEquals(List.of(Set.of("n1", "n2", "dead")), looks);
  }

  @Test
  void who_was_seen_alive_is_believed_for_a_while() {
    alive(Set.of("n1"), Set.of());
    living.clear();
    nanos.addAndGet(Duration.ofMillis(1_999).toNanos());

    assertEquals(Set.of("n1"), alive(Set.of("n1"), Set.of()));
    assertEquals(1, looks.size());
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertEquals(Set.of(), alive(Set.of("n1"), Set.of()));
  }

  @Test
  void dead_nodes_are_looked_at_each_time() {
    assertEquals(Set.of(), alive(Set.of("n3"), Set.of()));
    living.add("n3");
    assertEquals(Set.of("n3"), alive(Set.of("n3"), Set.of()));
  }

  @Test
  void doubt_is_stronger_than_what_was_seen() {
    alive(Set.of("n1", "n2"), Set.of());
    living.remove("n1");

    assertEquals(Set.of("n2"), alive(Set.of("n1", "n2"), Set.of("n1")));
    assertEquals(Set.of("n1"), looks.get(1), "only the one in doubt");
    assertEquals(Set.of(), alive(Set.of("n1"), Set.of()), "no longer believed");
  }

  @Test
  void nobody_is_asked_about_nobody() {
    assertEquals(Set.of(), alive(Set.of(), Set.of()));
    assertEquals(List.of(), looks);
  }

  @Test
  void failure_is_passed_on() {
    Leases lost =
        new Leases(
            nodes -> Uni.createFrom().failure(new IllegalStateException("away")), nanos::get);

    assertThrows(
        IllegalStateException.class, () -> Await.result(lost.alive(Set.of("n1"), Set.of())));
  }

  private Set<String> alive(Set<String> nodes, Set<String> doubted) {
    return Await.result(leases.alive(nodes, doubted));
  }
}
