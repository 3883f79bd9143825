package dev.parley.redisstreams.tracing;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Tracing with OpenTelemetry: spans {@code <stream> publish} and {@code <stream> process}, with the
 * attributes of the <a href="https://opentelemetry.io/docs/specs/semconv/messaging/">messaging
 * conventions</a>, in which {@code redis_streams} is a system of our own. The context travels as
 * the application's propagators write it, usually {@code traceparent}, {@code tracestate} and
 * {@code baggage}.
 *
 * <p>What is not sampled costs the context and no span. Keys, headers and texts of failures are not
 * recorded: they may be payload.
 */
final class OpenTelemetryTracing implements Tracing {

  private static final Logger LOG = Logger.getLogger(OpenTelemetryTracing.class);

  /** Links of one span, as many as the SDK keeps. */
  static final int MAX_LINKS = 128;

  private static final String SCOPE = "dev.parley.redisstreams";
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<String> GROUP =
      AttributeKey.stringKey("messaging.consumer.group.name");
  private static final AttributeKey<String> ID = AttributeKey.stringKey("messaging.message.id");
  private static final AttributeKey<Long> COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  private static final AttributeKey<Long> DELIVERIES =
      AttributeKey.longKey("messaging.redis_streams.delivery_count");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Supplier<OpenTelemetry> openTelemetry;

  /**
   * Tracing from now on.
   *
   * @param openTelemetry asked for each operation; null while there is none
   */
  OpenTelemetryTracing(Supplier<OpenTelemetry> openTelemetry) {
    this.openTelemetry = openTelemetry;
  }

  /** With what the application sets as the global one, whenever that is. */
  static Tracing global() {
    return new OpenTelemetryTracing(new Global());
  }

  @Override
  public Operation publishing(Message<?> message, String stream, Map<String, String> to) {
    OpenTelemetry present = openTelemetry.get();
    if (present == null) {
      return Operation.NONE;
    }
    try {
      return publish(present, message, stream, to);
    } catch (RuntimeException broken) {
      return untraced(stream, broken);
    }
  }

  private static Operation publish(
      OpenTelemetry present, Message<?> message, String stream, Map<String, String> to) {
    Context parent = parent(message);
    Span span =
        span(present, Destination.of(stream), "publish", "send", SpanKind.PRODUCER)
            .setParent(parent)
            .startSpan();
    if (span.getSpanContext().isValid()) {
      TextMapPropagator propagator = present.getPropagators().getTextMapPropagator();
      if (!to.isEmpty()) {
        propagator.fields().forEach(to::remove);
      }
      propagator.inject(parent.with(span), to, Map::put);
    }
    return span.isRecording() ? new Traced(span, null) : Operation.NONE;
  }

  private static Context parent(Message<?> message) {
    Context said =
        message
            .getMetadata(TracingMetadata.class)
            .map(TracingMetadata::getCurrentContext)
            .orElse(null);
    return said == null ? Context.current() : said;
  }

  @Override
  public Operation processing(String group, List<IncomingRedisStreamMetadata> entries) {
    OpenTelemetry present = openTelemetry.get();
    if (present == null || entries.isEmpty()) {
      return Operation.NONE;
    }
    try {
      return process(present, group, entries);
    } catch (RuntimeException broken) {
      return untraced(entries.get(0).stream(), broken);
    }
  }

  private static Operation process(
      OpenTelemetry present, String group, List<IncomingRedisStreamMetadata> entries) {
    Collection<Context> creators =
        creators(present.getPropagators().getTextMapPropagator(), entries);
    Context parent = isOneTrace(creators) ? creators.iterator().next() : Context.root();
    SpanBuilder builder = processing(present, group, entries).setParent(parent);
    if (creators.size() > 1) {
      link(builder, creators);
    }
    Span span = builder.startSpan();
    // Also what is not sampled is passed on: the application's spans must not be sampled then.
    return span.getSpanContext().isValid()
        ? new Traced(span, TracingMetadata.with(parent.with(span), parent))
        : Operation.NONE;
  }

  /** The contexts in which the entries were made, each once, in the order of the entries. */
  private static Collection<Context> creators(
      TextMapPropagator propagator, List<IncomingRedisStreamMetadata> entries) {
    Map<String, Context> creators = new LinkedHashMap<>();
    for (IncomingRedisStreamMetadata entry : entries) {
      if (!entry.headers().isEmpty()) {
        Context creator = propagator.extract(Context.root(), entry.headers(), Headers.INSTANCE);
        SpanContext span = Span.fromContext(creator).getSpanContext();
        if (span.isValid()) {
          creators.putIfAbsent(span.getTraceId() + span.getSpanId(), creator);
        }
      }
    }
    return creators.values();
  }

  private static boolean isOneTrace(Collection<Context> creators) {
    return creators.stream().map(c -> span(c).getTraceId()).distinct().count() == 1;
  }

  /** Traces that are recorded first: a link to another one leads nowhere. */
  private static void link(SpanBuilder builder, Collection<Context> creators) {
    creators.stream()
        .map(OpenTelemetryTracing::span)
        .sorted(Comparator.comparing(creator -> !creator.isSampled()))
        .limit(MAX_LINKS)
        .forEach(builder::addLink);
  }

  private static SpanContext span(Context context) {
    return Span.fromContext(context).getSpanContext();
  }

  private static SpanBuilder processing(
      OpenTelemetry present, String group, List<IncomingRedisStreamMetadata> entries) {
    IncomingRedisStreamMetadata first = entries.get(0);
    boolean onePartition = entries.stream().allMatch(e -> e.stream().equals(first.stream()));
    Destination whole = Destination.of(first.stream());
    Destination destination = onePartition ? whole : new Destination(whole.name(), null);
    SpanBuilder builder = span(present, destination, "process", "process", SpanKind.CONSUMER);
    if (group != null) {
      builder.setAttribute(GROUP, group);
    }
    if (entries.size() > 1) {
      return builder.setAttribute(COUNT, (long) entries.size());
    }
    return builder
        .setAttribute(ID, first.id())
        .setAttribute(DELIVERIES, (long) first.deliveryCount());
  }

  private static SpanBuilder span(
      OpenTelemetry present, Destination destination, String name, String type, SpanKind kind) {
    SpanBuilder builder =
        present
            .getTracer(SCOPE)
            .spanBuilder(destination.name() + " " + name)
            .setSpanKind(kind)
            .setAttribute(SYSTEM, "redis_streams")
            .setAttribute(OPERATION, name)
            .setAttribute(TYPE, type)
            .setAttribute(DESTINATION, destination.name());
    return destination.partition() == null
        ? builder
        : builder.setAttribute(PARTITION, destination.partition());
  }

  /** A sampler or propagator of the application's own may throw; the entry goes its way. */
  private static Operation untraced(String stream, RuntimeException broken) {
    LOG.debugf(broken, "%s: not traced", stream);
    return Operation.NONE;
  }

  /**
   * The end of a span; OpenTelemetry ignores a second one.
   *
   * @param metadata null for none
   */
  private record Traced(Span span, TracingMetadata metadata) implements Operation {

    @Override
    public void end(Throwable failure) {
      if (failure != null) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR, failure.getClass().getName());
      }
      span.end();
    }
  }

  /** Reads the context from an entry's headers. */
  private enum Headers implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Map<String, String> headers) {
      return headers.keySet();
    }

    @Override
    public String get(Map<String, String> headers, String name) {
      return headers == null ? null : headers.get(name);
    }
  }

  /**
   * The global one. Asking for it too early would fix it as one that does nothing, so it is only
   * looked whether it is there, about once a second.
   */
  private static final class Global implements Supplier<OpenTelemetry> {

    private static final long LOOK_NANOS = 1_000_000_000;

    private volatile OpenTelemetry found;
    private volatile long nextLook = System.nanoTime();

    @Override
    public OpenTelemetry get() {
      if (found == null && System.nanoTime() - nextLook >= 0) {
        nextLook = System.nanoTime() + LOOK_NANOS;
        found = GlobalOpenTelemetry.isSet() ? GlobalOpenTelemetry.get() : null;
      }
      return found;
    }
  }
}
