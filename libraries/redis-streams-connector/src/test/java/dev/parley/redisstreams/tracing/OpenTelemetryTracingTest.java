package dev.parley.redisstreams.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.tracing.Tracing.Operation;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {

  private static final String STREAM = "orders:{3}";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk = sdk(Sampler.parentBased(Sampler.alwaysOn()));
  private final Tracing tracing = new OpenTelemetryTracing(() -> sdk);
  private final Tracer tracer = sdk.getTracer("application");

  @Test
  void from_the_sender_to_the_applications_own_span_is_one_trace() {
    Span request = tracer.spanBuilder("request").startSpan();
    Map<String, String> headers = publish(tracing, message(Context.root().with(request)));
    Operation processing = tracing.processing("billing", List.of(entry("1-0", headers)));
    Span query = tracer.spanBuilder("query").setParent(current(processing)).startSpan();
    query.end();
    processing.end(null);
    request.end();
    SpanData publish = span("orders publish");
    SpanData process = span("orders process");
    assertEquals(request.getSpanContext().getSpanId(), publish.getParentSpanId());
    assertEquals(publish.getSpanId(), process.getParentSpanId());
    assertTrue(process.getParentSpanContext().isRemote());
    assertEquals(process.getSpanId(), span("query").getParentSpanId());
    exporter
        .getFinishedSpanItems()
        .forEach(span -> assertEquals(request.getSpanContext().getTraceId(), span.getTraceId()));
    assertEquals(4, exporter.getFinishedSpanItems().size());
    assertTrue(process.getLinks().isEmpty(), "the parent says it");
  }

  @Test
  void spans_say_what_they_did_and_where() {
    Map<String, String> headers = publish(tracing, Message.of("x"));
    IncomingRedisStreamMetadata entry =
        new IncomingRedisStreamMetadata(
            STREAM, 3, "7-1", "secret-key", 2, headers, PartitionLease.ENDLESS);
    tracing.processing("billing", List.of(entry)).end(null);
    SpanData publish = span("orders publish");
    assertEquals(SpanKind.PRODUCER, publish.getKind());
    assertEquals(
        Map.of(
            "messaging.system", "redis_streams",
            "messaging.operation.name", "publish",
            "messaging.operation.type", "send",
            "messaging.destination.name", "orders",
            "messaging.destination.partition.id", "3"),
        attributes(publish));
    SpanData process = span("orders process");
    assertEquals(SpanKind.CONSUMER, process.getKind());
    assertEquals(
        Map.of(
            "messaging.system", "redis_streams",
            "messaging.operation.name", "process",
            "messaging.operation.type", "process",
            "messaging.destination.name", "orders",
            "messaging.destination.partition.id", "3",
            "messaging.consumer.group.name", "billing",
            "messaging.message.id", "7-1",
            "messaging.redis_streams.delivery_count", 2L),
        attributes(process));
  }

  @Test
  void a_message_that_says_nothing_belongs_to_what_is_current() {
    Span request = tracer.spanBuilder("request").startSpan();
    try (Scope current = request.makeCurrent()) {
      assertNotEquals(Scope.noop(), current);
      publish(tracing, Message.of("x"));
      publish(tracing, Message.of("x", Metadata.of(TracingMetadata.empty())));
    }
    exporter
        .getFinishedSpanItems()
        .forEach(
            span -> assertEquals(request.getSpanContext().getSpanId(), span.getParentSpanId()));
    assertEquals(2, exporter.getFinishedSpanItems().size());
  }

  @Test
  void what_a_message_says_wins_over_what_is_current() {
    Span said = tracer.spanBuilder("said").startSpan();
    Span other = tracer.spanBuilder("other").startSpan();
    try (Scope current = other.makeCurrent()) {
      assertNotEquals(Scope.noop(), current);
      publish(tracing, message(Context.root().with(said)));
    }
    assertEquals(said.getSpanContext().getSpanId(), span("orders publish").getParentSpanId());
  }

  @Test
  void a_message_that_belongs_nowhere_begins_a_trace() {
    Map<String, String> headers = publish(tracing, Message.of("x"));
    SpanData publish = span("orders publish");
    assertFalse(publish.getParentSpanContext().isValid());
    assertTrue(headers.get("traceparent").contains(publish.getTraceId()));
  }

  @Test
  void headers_of_another_context_are_replaced_and_the_others_are_kept() {
    Map<String, String> headers = new HashMap<>();
    headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    headers.put("tracestate", "vendor=old");
    headers.put("tenant", "a");
    tracing.publishing(Message.of("x"), STREAM, headers).end(null);
    SpanData publish = span("orders publish");
    assertTrue(headers.get("traceparent").contains(publish.getSpanId()));
    assertFalse(headers.containsKey("tracestate"), "it belongs to the other one");
    assertEquals("a", headers.get("tenant"));
  }

  @Test
  void baggage_travels_along() {
    Context parent =
        Context.root()
            .with(tracer.spanBuilder("request").startSpan())
            .with(Baggage.builder().put("tenant", "a").build());
    Map<String, String> headers = publish(tracing, message(parent));
    Operation processing = tracing.processing("billing", List.of(entry("1-0", headers)));
    assertEquals("a", Baggage.fromContext(current(processing)).getEntryValue("tenant"));
  }

  @Test
  void an_entry_without_a_context_begins_a_trace() {
    Operation processing = tracing.processing(null, List.of(entry("1-0", Map.of("tenant", "a"))));
    processing.end(null);
    SpanData process = span("orders process");
    assertFalse(process.getParentSpanContext().isValid());
    assertNull(
        process.getAttributes().get(AttributeKey.stringKey("messaging.consumer.group.name")));
    assertEquals(
        process.getSpanId(), Span.fromContext(current(processing)).getSpanContext().getSpanId());
  }

  @Test
  void a_context_that_is_garbage_counts_as_none() {
    tracing
        .processing("billing", List.of(entry("1-0", Map.of("traceparent", "00-nonsense"))))
        .end(null);
    assertFalse(span("orders process").getParentSpanContext().isValid());
  }

  @Test
  void a_batch_of_one_trace_continues_it_with_links_to_all_who_sent() {
    Span request = tracer.spanBuilder("request").startSpan();
    Message<?> message = message(Context.root().with(request));
    List<IncomingRedisStreamMetadata> batch = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      batch.add(entry(i + "-1", publish(tracing, message)));
    }
    batch.add(entry("4-1", Map.of()));
    exporter.reset();
    tracing.processing("billing", batch).end(null);
    SpanData process = span("orders process");
    assertEquals(request.getSpanContext().getTraceId(), process.getTraceId());
    assertTrue(batch.get(0).headers().get("traceparent").contains(process.getParentSpanId()));
    assertEquals(3, process.getLinks().size());
    assertEquals(4L, attributes(process).get("messaging.batch.message_count"));
    assertNull(attributes(process).get("messaging.message.id"));
  }

  @Test
  void a_batch_in_which_one_entry_is_traced_continues_that_trace() {
    Map<String, String> headers = publish(tracing, Message.of("x"));
    tracing.processing("billing", List.of(entry("1-0", Map.of()), entry("2-0", headers))).end(null);
    assertEquals(span("orders publish").getSpanId(), span("orders process").getParentSpanId());
  }

  @Test
  void a_batch_of_several_traces_has_its_own_with_a_link_to_each() {
    List<IncomingRedisStreamMetadata> batch = new ArrayList<>();
    List<String> senders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, String> headers = publish(tracing, Message.of("x"));
      senders.add(headers.get("traceparent").substring(3, 35));
      batch.add(entry(i + "-0", headers));
      batch.add(entry(i + "-1", headers));
    }
    exporter.reset();
    Operation processing = tracing.processing("billing", batch);
    processing.end(null);
    SpanData process = span("orders process");
    assertFalse(process.getParentSpanContext().isValid());
    assertFalse(senders.contains(process.getTraceId()));
    assertEquals(
        senders,
        process.getLinks().stream().map(link -> link.getSpanContext().getTraceId()).toList());
    assertEquals(
        process.getTraceId(), Span.fromContext(current(processing)).getSpanContext().getTraceId());
  }

  @Test
  void links_are_bounded_and_lead_to_what_is_recorded_first() {
    List<IncomingRedisStreamMetadata> batch = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String flags = i >= 390 ? "01" : "00";
      String parent = "00-0af7651916cd43dd8448eb211c8%05d-b7ad6b7169203331-%s".formatted(i, flags);
      batch.add(entry(i + "-0", Map.of("traceparent", parent)));
    }
    tracing.processing("billing", batch).end(null);
    SpanData process = span("orders process");
    assertEquals(OpenTelemetryTracing.MAX_LINKS, process.getTotalRecordedLinks());
    assertEquals(
        10, process.getLinks().stream().filter(link -> link.getSpanContext().isSampled()).count());
  }

  @Test
  void a_batch_of_several_partitions_names_none() {
    IncomingRedisStreamMetadata other =
        new IncomingRedisStreamMetadata(
            "orders:{4}", 4, "1-0", null, 1, Map.of(), PartitionLease.ENDLESS);
    tracing.processing("billing", List.of(entry("1-0", Map.of()), other)).end(null);
    SpanData process = span("orders process");
    assertEquals("orders", attributes(process).get("messaging.destination.name"));
    assertNull(attributes(process).get("messaging.destination.partition.id"));
  }

  @Test
  void a_failure_is_an_error_by_its_type_and_never_by_its_text() {
    Operation publishing = tracing.publishing(Message.of("x"), STREAM, new HashMap<>());
    publishing.end(new IllegalStateException("the payload of ann"));
    Operation processing = tracing.processing("billing", List.of(entry("1-0", Map.of())));
    processing.end(new IllegalArgumentException("the payload of bob"));
    for (SpanData span : exporter.getFinishedSpanItems()) {
      assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
      assertEquals("", span.getStatus().getDescription());
      assertEquals(List.of(), span.getEvents());
    }
    assertEquals(
        IllegalStateException.class.getName(),
        attributes(span("orders publish")).get("error.type"));
    assertEquals(
        IllegalArgumentException.class.getName(),
        attributes(span("orders process")).get("error.type"));
  }

  @Test
  void what_went_well_has_no_status() {
    publish(tracing, Message.of("x"));
    assertEquals(StatusCode.UNSET, span("orders publish").getStatus().getStatusCode());
  }

  @Test
  void a_span_ends_once_and_the_first_end_counts() {
    Operation processing = tracing.processing("billing", List.of(entry("1-0", Map.of())));
    assertEquals(List.of(), exporter.getFinishedSpanItems(), "under way");
    processing.end(null);
    processing.end(new IllegalStateException("late"));
    assertEquals(StatusCode.UNSET, span("orders process").getStatus().getStatusCode());
    assertEquals(1, exporter.getFinishedSpanItems().size());
  }

  @Test
  void what_is_not_sampled_stays_so_to_the_end() {
    OpenTelemetrySdk rare = sdk(Sampler.parentBased(Sampler.alwaysOff()));
    Tracing sampled = new OpenTelemetryTracing(() -> rare);
    Map<String, String> headers = new HashMap<>();
    assertSame(Operation.NONE, sampled.publishing(Message.of("x"), STREAM, headers));
    assertTrue(headers.get("traceparent").endsWith("-00"), headers.toString());
    // The receiver would sample by itself, and must not.
    Operation processing = tracing.processing("billing", List.of(entry("1-0", headers)));
    tracer.spanBuilder("query").setParent(current(processing)).startSpan().end();
    processing.end(new IllegalStateException("failed"));
    assertEquals(List.of(), exporter.getFinishedSpanItems());
  }

  @Test
  void without_an_sdk_nothing_is_written_and_nothing_is_held() {
    for (OpenTelemetry none : new OpenTelemetry[] {null, OpenTelemetry.noop()}) {
      Tracing idle = new OpenTelemetryTracing(() -> none);
      Map<String, String> headers = new HashMap<>();
      assertSame(Operation.NONE, idle.publishing(Message.of("x"), STREAM, headers));
      assertEquals(Map.of(), headers);
      assertSame(Operation.NONE, idle.processing("billing", List.of(entry("1-0", Map.of()))));
    }
  }

  @Test
  void nothing_processed_is_no_span() {
    assertSame(Operation.NONE, tracing.processing("billing", List.of()));
  }

  @Test
  void a_sampler_that_throws_harms_nobody() {
    OpenTelemetrySdk broken =
        sdk(
            new Sampler() {
              @Override
              public io.opentelemetry.sdk.trace.samplers.SamplingResult shouldSample(
                  Context parent,
                  String traceId,
                  String name,
                  SpanKind kind,
                  io.opentelemetry.api.common.Attributes attributes,
                  List<io.opentelemetry.sdk.trace.data.LinkData> links) {
                throw new IllegalStateException("broken");
              }

              @Override
              public String getDescription() {
                return "broken";
              }
            });
    Tracing untraced = new OpenTelemetryTracing(() -> broken);
    assertSame(Operation.NONE, untraced.publishing(Message.of("x"), STREAM, new HashMap<>()));
    assertSame(Operation.NONE, untraced.processing("billing", List.of(entry("1-0", Map.of()))));
  }

  @Test
  void what_the_parent_was_is_told_as_the_previous_context() {
    Map<String, String> headers = publish(tracing, Message.of("x"));
    Operation processing = tracing.processing("billing", List.of(entry("1-0", headers)));
    TracingMetadata metadata = (TracingMetadata) processing.metadata();
    assertEquals(
        span("orders publish").getSpanId(),
        Span.fromContext(metadata.getPreviousContext()).getSpanContext().getSpanId());
  }

  private OpenTelemetrySdk sdk(Sampler sampler) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .setSpanLimits(SpanLimits.builder().setMaxNumberOfLinks(1000).build())
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build())
        .setPropagators(
            ContextPropagators.create(
                TextMapPropagator.composite(
                    W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
        .build();
  }

  /** Publishes and says what the entry would have as headers. */
  private static Map<String, String> publish(Tracing tracing, Message<?> message) {
    Map<String, String> headers = new HashMap<>();
    tracing.publishing(message, STREAM, headers).end(null);
    return Map.copyOf(headers);
  }

  private static Message<?> message(Context belongsTo) {
    return Message.of("x", Metadata.of(TracingMetadata.withCurrent(belongsTo)));
  }

  private static IncomingRedisStreamMetadata entry(String id, Map<String, String> headers) {
    return new IncomingRedisStreamMetadata(STREAM, 3, id, null, 1, headers, PartitionLease.ENDLESS);
  }

  private static Context current(Operation processing) {
    return ((TracingMetadata) processing.metadata()).getCurrentContext();
  }

  private SpanData span(String name) {
    List<SpanData> found =
        exporter.getFinishedSpanItems().stream().filter(s -> s.getName().equals(name)).toList();
    assertEquals(1, found.size(), name);
    return found.get(0);
  }

  private static Map<String, Object> attributes(SpanData span) {
    Map<String, Object> attributes = new HashMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }
}
