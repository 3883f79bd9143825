package dev.parley.redisstreams.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.ClassPath;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final String channel = "channel-" + UUID.randomUUID();
  private final IncomingMeters incoming = new IncomingMeters();
  private final OutgoingMeters outgoing = new OutgoingMeters();

  @BeforeEach
  void addRegistry() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void removeRegistry() {
    Metrics.removeRegistry(registry);
  }

  @Test
  void counters_follow_what_an_incoming_channel_counts() {
    try (Meters.Publication publication = publish("group")) {
      assertNotNull(publication);
      incoming.received.add(7);
      incoming.redelivered.add(6);
      incoming.acknowledged.add(5);
      incoming.failed.add(4);
      incoming.deadLettered.add(3);
      incoming.ignored.add(2);
      incoming.fenced.add(1);
      assertEquals(7, counter("received"));
      assertEquals(6, counter("redelivered"));
      assertEquals(5, counter("acknowledged"));
      assertEquals(4, counter("failed"));
      assertEquals(3, counter("dead.lettered"));
      assertEquals(2, counter("ignored"));
      assertEquals(1, counter("fenced"));
      incoming.received.increment();
      assertEquals(8, counter("received"), "read anew each time");
    }
  }

  @Test
  void gauges_follow_the_present_values_of_an_incoming_channel() {
    try (Meters.Publication publication = publish("group")) {
      assertNotNull(publication);
      assertEquals(0, gauge("unsettled"));
      incoming.gauges(() -> 30, () -> 20, () -> 10);
      assertEquals(30, gauge("unsettled"));
      assertEquals(20, gauge("held.back"));
      assertEquals(10, gauge("leases"));
    }
  }

  @Test
  void counters_and_gauges_follow_an_outgoing_channel() {
    try (Meters.Publication publication = Meters.publish(channel, "orders", outgoing)) {
      assertNotNull(publication);
      outgoing.sent.add(3);
      outgoing.failed.add(2);
      outgoing.pending.add(5);
      outgoing.pending.decrement();
      assertEquals(3, counter("sent"));
      assertEquals(2, counter("send.failed"));
      assertEquals(4, gauge("send.pending"));
    }
  }

  @Test
  void every_number_has_its_tags_a_unit_and_a_description() {
    try (Meters.Publication in =
            Meters.publish(channel, "orders", "billing", incoming, backlog(Duration.ofDays(1)));
        Meters.Publication out = Meters.publish(channel, "orders", outgoing)) {
      assertNotEquals(in, out);
      List<Meter> meters = meters();
      assertEquals(18, meters.size());
      for (Meter meter : meters) {
        boolean sent = meter.getId().getName().contains(".sen");
        assertEquals("orders", meter.getId().getTag("stream"));
        assertEquals(sent ? null : "billing", meter.getId().getTag("group"));
        assertTrue(
            Set.of("entries", "messages", "partitions", "seconds")
                .contains(meter.getId().getBaseUnit()));
        assertNotNull(meter.getId().getDescription());
      }
    }
  }

  @Test
  void a_reader_without_a_group_has_the_tag_nevertheless() {
    try (Meters.Publication publication = publish(null)) {
      assertNotNull(publication);
      assertEquals(10, meters().size());
      meters().forEach(meter -> assertEquals("none", meter.getId().getTag("group")));
    }
  }

  @Test
  void a_backlog_that_nobody_asks_for_is_not_published() {
    try (Meters.Publication publication =
        Meters.publish(channel, "orders", "billing", incoming, backlog(Duration.ZERO))) {
      assertNotNull(publication);
      assertEquals(10, meters().size());
      assertNull(registry.find("redis.streams.lag").tag("channel", channel).gauge());
    }
  }

  @Test
  void a_backlog_is_not_a_number_before_it_is_known() {
    try (Meters.Publication publication =
        Meters.publish(channel, "orders", "billing", incoming, backlog(Duration.ofDays(1)))) {
      assertNotNull(publication);
      for (String name : List.of("lag", "pending", "oldest.pending.age", "dead.letters")) {
        assertEquals(Double.NaN, gauge(name), name);
      }
      assertTrue(gauge("backlog.age") >= 0);
    }
  }

  @Test
  void a_registry_that_joins_later_has_the_numbers_as_well() {
    SimpleMeterRegistry late = new SimpleMeterRegistry();
    try (Meters.Publication publication = publish("group")) {
      assertNotNull(publication);
      incoming.received.add(5);
      Metrics.addRegistry(late);
      assertEquals(
          5, late.get("redis.streams.received").tag("channel", channel).functionCounter().count());
    } finally {
      Metrics.removeRegistry(late);
    }
  }

  @Test
  void what_is_closed_is_published_no_more() {
    Meters.Publication one =
        Meters.publish(channel, "orders", "billing", incoming, backlog(Duration.ofDays(1)));
    try (Meters.Publication other =
        Meters.publish(channel + "-2", "orders", "billing", incoming, null)) {
      assertNotNull(other);
      assertFalse(meters().isEmpty());
      one.close();
      assertEquals(List.of(), meters());
      one.close();
      assertNotNull(registry.find("redis.streams.received").tag("channel", channel + "-2").meter());
    }
  }

  @Test
  void what_is_published_is_kept_while_it_is() {
    IncomingMeters brief = new IncomingMeters();
    brief.gauges(() -> 42, () -> 0, () -> 0);
    WeakReference<IncomingMeters> reference = new WeakReference<>(brief);
    try (Meters.Publication publication =
        Meters.publish(channel, "orders", "billing", brief, null)) {
      brief = null;
      System.gc();
      assertNotNull(publication);
      assertEquals(42, gauge("unsettled"));
      assertNotNull(reference.get());
    }
  }

  @Test
  void without_micrometer_only_its_own_class_cannot_be_used_and_nothing_fails() throws Exception {
    try (URLClassLoader bare = ClassPath.without("/io/micrometer/")) {
      assertThrows(
          ClassNotFoundException.class,
          () -> bare.loadClass("io.micrometer.core.instrument.Metrics"));
      List<String> broken = ClassPath.broken(bare);
      assertEquals(Set.of("MicrometerPublication"), new TreeSet<>(broken));
      Class<?> meters = bare.loadClass(Meters.class.getName());
      Class<?> counted = bare.loadClass(OutgoingMeters.class.getName());
      Method publish = meters.getMethod("publish", String.class, String.class, counted);
      Object publication =
          publish.invoke(null, "channel", "orders", counted.getConstructor().newInstance());
      Object none = bare.loadClass(Meters.Publication.class.getName()).getField("NONE").get(null);
      assertSame(none, publication);
    }
  }

  @Test
  void without_micrometer_redis_is_not_asked_for_a_backlog() throws Exception {
    try (URLClassLoader bare = ClassPath.without("/io/micrometer/")) {
      Supplier<List<String>> streams = List::of;
      Object idle =
          bare.loadClass(Backlog.class.getName())
              .getConstructors()[0]
              .newInstance("channel", "billing", Duration.ofSeconds(1), null, null, streams);
      idle.getClass().getMethod("start").invoke(idle);
      idle.getClass().getMethod("close").invoke(idle);
    }
    Backlog asking = backlog(Duration.ofSeconds(1));
    assertThrows(NullPointerException.class, asking::start, "it needs a timer");
  }

  private Meters.Publication publish(String group) {
    return Meters.publish(channel, "orders", group, incoming, null);
  }

  private static Backlog backlog(Duration interval) {
    return new Backlog("channel", "billing", interval, null, null, List::of);
  }

  private List<Meter> meters() {
    return registry.getMeters().stream()
        .filter(meter -> channel.equals(meter.getId().getTag("channel")))
        .toList();
  }

  private double counter(String name) {
    FunctionCounter counter =
        registry.get("redis.streams." + name).tag("channel", channel).functionCounter();
    return counter.count();
  }

  private double gauge(String name) {
    Gauge gauge = registry.get("redis.streams." + name).tag("channel", channel).gauge();
    return gauge.value();
  }
}
