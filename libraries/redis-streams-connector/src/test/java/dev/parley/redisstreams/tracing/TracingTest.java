package dev.parley.redisstreams.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.redisstreams.ClassPath;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.TestRedis;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {

  private static final List<IncomingRedisStreamMetadata> ENTRIES =
      List.of(
          new IncomingRedisStreamMetadata(
              "orders", 0, "1-0", null, 1, Map.of(), PartitionLease.ENDLESS));

  @BeforeEach
  @AfterEach
  void forgetTheGlobalOne() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void nobody_is_kept_from_setting_the_global_one_and_it_is_found_afterwards() {
    Tracing tracing = Tracing.find();
    assertInstanceOf(OpenTelemetryTracing.class, tracing);
    assertSame(Tracing.Operation.NONE, tracing.processing("billing", ENTRIES));
    assertFalse(GlobalOpenTelemetry.isSet(), "asking for it would have fixed it");
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build());
    TestRedis.until(
        "found", () -> tracing.processing("billing", ENTRIES) != Tracing.Operation.NONE);
    assertNotSame(
        Tracing.Operation.NONE, tracing.publishing(Message.of("x"), "orders", new HashMap<>()));
  }

  @Test
  void none_does_nothing() {
    Map<String, String> headers = new HashMap<>();
    Tracing.Operation publishing = Tracing.NONE.publishing(Message.of("x"), "orders", headers);
    Tracing.Operation processing = Tracing.NONE.processing("billing", ENTRIES);
    assertSame(Tracing.Operation.NONE, publishing);
    assertSame(Tracing.Operation.NONE, processing);
    assertNull(processing.metadata());
    processing.end(null);
    processing.end(new IllegalStateException());
    assertEquals(Map.of(), headers);
  }

  @Test
  void without_opentelemetry_only_its_own_classes_cannot_be_used_and_nothing_is_traced()
      throws Exception {
    try (URLClassLoader bare = ClassPath.without("/io/opentelemetry/")) {
      assertThrows(
          ClassNotFoundException.class,
          () -> bare.loadClass("io.opentelemetry.api.GlobalOpenTelemetry"));
      Set<String> broken = new TreeSet<>(ClassPath.broken(bare));
      broken.removeIf(name -> name.startsWith("OpenTelemetryTracing"));
      assertEquals(Set.of(), broken);
      Class<?> tracing = bare.loadClass(Tracing.class.getName());
      assertSame(tracing.getField("NONE").get(null), tracing.getMethod("find").invoke(null));
    }
  }
}
