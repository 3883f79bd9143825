package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Watches the clients' requests from their arrival to their answer: the timer {@code
 * parley.requests} by method and outcome ({@code ok}, or the error's code), and a span with the
 * method's name, with which a trace begins; and the counter {@code parley.requests.lost}. Nothing
 * of a request's contents is recorded. Safe from any thread.
 */
@Singleton
final class RequestWatch {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<String> SESSION = AttributeKey.stringKey("session.id");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private static final String OK = "ok";

  /** The outcome of a request whose session closed before there was an answer. */
  private static final String DROPPED = "dropped";

  private record Outcome(String method, String name) {}

  private final MeterRegistry meters;
  private final Tracer tracer;
  private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

  @Inject
  RequestWatch(MeterRegistry meters, Tracer tracer) {
    this.meters = meters;
    this.tracer = tracer;
  }

  /**
   * A request has arrived.
   *
   * @param method one that there is: it becomes a name of spans and a tag of numbers
   * @param answer where its answer goes
   */
  Watched begin(String method, String session, Answer answer) {
    Span span =
        tracer
            .spanBuilder(method)
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, method)
            .setAttribute(SESSION, session)
            .startSpan();
    return new Watched(this, method, answer, span, System.nanoTime());
  }

  /** What was answered already could not be passed on. */
  void lost(String method) {
    Counter.builder("parley.requests.lost")
        .description("Requests without a reply that could not be passed on")
        .tag("method", method)
        .register(meters)
        .increment();
  }

  private void ended(String method, String outcome, long nanos) {
    timers
        .computeIfAbsent(new Outcome(method, outcome), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Outcome outcome) {
    return Timer.builder("parley.requests")
        .description("Requests of clients, from arrival to answer")
        .tags("method", outcome.method(), "outcome", outcome.name())
        .register(meters);
  }

  /** The answer of a request that is watched: it ends what {@link #begin} began. */
  record Watched(RequestWatch watch, String method, Answer answer, Span span, long since)
      implements Answer {

    /** What the request's further spans belong to; null when it is not traced. */
    Context trace() {
      return span.getSpanContext().isValid() ? Context.root().with(span) : null;
    }

    @Override
    public void result(RawJson result) {
      answer.result(result);
      end(OK);
    }

    @Override
    public void error(ErrorCode code, String message) {
      answer.error(code, message);
      span.setAttribute(ERROR, code.code());
      if (isOurs(code)) {
        span.setStatus(StatusCode.ERROR);
      }
      end(code.code());
    }

    @Override
    public void dropped() {
      answer.dropped();
      span.setAttribute(ERROR, DROPPED);
      end(DROPPED);
    }

    /** Whether it is the server that failed, and not the caller. */
    private static boolean isOurs(ErrorCode code) {
      return code == ErrorCode.INTERNAL
          || code == ErrorCode.TIMEOUT
          || code == ErrorCode.UNAVAILABLE;
    }

    private void end(String outcome) {
      span.end();
      watch.ended(method, outcome, System.nanoTime() - since);
    }
  }
}
