package dev.parley.messages.trace;

import com.mongodb.MongoNamespace;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * The trace of calls to MongoDB: a span per call, such as {@code insert messages}, with the
 * attributes of OpenTelemetry's database conventions. Nothing of a document is recorded: it is what
 * people write. Only what belongs to a trace is traced; the rest costs a look.
 */
public final class StorageSpan {

  private static final String SCOPE = "dev.parley.messages";
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
  private static final AttributeKey<String> COLLECTION =
      AttributeKey.stringKey("db.collection.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  private static final AttributeKey<Long> SIZE = AttributeKey.longKey("db.operation.batch.size");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private StorageSpan() {}

  /**
   * The same call, with a span from its subscription to its end.
   *
   * @param size how many documents it is about
   */
  public static <T> Uni<T> of(
      String operation, ReactiveMongoCollection<?> collection, int size, Supplier<Uni<T>> call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context trace = Context.current();
              return Span.fromContext(trace).getSpanContext().isValid()
                  ? traced(begin(operation, collection.getNamespace(), size, trace), call)
                  : call.get();
            });
  }

  private static Span begin(String operation, MongoNamespace collection, int size, Context trace) {
    String name = collection.getCollectionName();
    return GlobalOpenTelemetry.getTracer(SCOPE)
        .spanBuilder(operation + " " + name)
        .setParent(trace)
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(SYSTEM, "mongodb")
        .setAttribute(OPERATION, operation)
        .setAttribute(NAMESPACE, collection.getDatabaseName())
        .setAttribute(COLLECTION, name)
        .setAttribute(SIZE, (long) size)
        .startSpan();
  }

  private static <T> Uni<T> traced(Span span, Supplier<Uni<T>> call) {
    return call.get().onTermination().invoke((done, failure, cancelled) -> end(span, failure));
  }

  private static void end(Span span, Throwable failure) {
    if (failure != null) {
      span.setAttribute(ERROR, failure.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
