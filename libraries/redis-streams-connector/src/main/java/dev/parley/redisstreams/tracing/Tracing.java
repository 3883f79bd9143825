package dev.parley.redisstreams.tracing;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Carries the trace context through a stream: written into an entry's header fields by the sender,
 * continued by the receiver. Thread-safe; never throws.
 */
public interface Tracing {

  /** Without OpenTelemetry in the application. */
  Tracing NONE =
      new Tracing() {
        @Override
        public Operation publishing(Message<?> message, String stream, Map<String, String> to) {
          return Operation.NONE;
        }

        @Override
        public Operation processing(String group, List<IncomingRedisStreamMetadata> entries) {
          return Operation.NONE;
        }
      };

  /** OpenTelemetry's, where the application has it; else {@link #NONE}. */
  static Tracing find() {
    try {
      Class.forName(
          "io.opentelemetry.api.GlobalOpenTelemetry", false, Tracing.class.getClassLoader());
      return OpenTelemetryTracing.global();
    } catch (ClassNotFoundException | LinkageError absent) {
      return NONE;
    }
  }

  /**
   * A message is about to be added to a stream. The span belongs to what the message says in its
   * {@code TracingMetadata}, else to what is current on this thread.
   *
   * @param stream as Redis knows it, partition included
   * @param to the entry's headers, to which the context is added, in place of what they may have of
   *     another one; mutable
   * @return ends when Redis has answered
   */
  Operation publishing(Message<?> message, String stream, Map<String, String> to);

  /**
   * Entries are about to be handed over together. The span continues the trace that the entries
   * carry; entries of several traces get a trace of their own, with links to at most 128 of theirs.
   *
   * @param group the consumer group; null for a reader without one
   * @return ends when they are settled, or when they are dropped because they are not ours any more
   */
  Operation processing(String group, List<IncomingRedisStreamMetadata> entries);

  /** Something with a beginning and an end. Thread-safe. */
  interface Operation {

    Operation NONE =
        new Operation() {
          @Override
          public Object metadata() {
            return null;
          }

          @Override
          public void end(Throwable failure) {}
        };

    /**
     * What the message handed over carries along, so that the application's own spans belong here;
     * or null for nothing. In Quarkus that is all it takes, beside the {@code LocalContextMetadata}
     * of a context of the message's own: the messaging decorator of {@code quarkus-opentelemetry}
     * puts the one into the other, and there it stays through everything asynchronous.
     */
    Object metadata();

    /**
     * The end. A second one changes nothing.
     *
     * @param failure null when it went well. Its type is recorded, and nothing of its text
     */
    void end(Throwable failure);
  }
}
