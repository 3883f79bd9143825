package dev.parley.messages.submission;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.service.RefusedException;
import dev.parley.service.node.Requests;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Commands of this process's own: they travel the partition of their conversation as those of the
 * gateways do, so that there is one writer and one order. Thread-safe; commands that are under way
 * at the same time are in no order.
 */
@Singleton
public class Submissions {

  /** The outcome of what was carried out; the others are the codes of the errors. */
  private static final String OK = "ok";

  /** What may wait for the connector. */
  private static final int BUFFER = 1024;

  private final Requests.Way commands;
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

  @Inject
  Submissions(
      @Channel("submissions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> commands,
      Requests requests,
      MessageServiceSettings settings) {
    MessageServiceSettings.Submissions bounds = settings.submissions();
    this.commands =
        requests.by(commands, new Requests.Bounds(bounds.maxPending(), bounds.timeout()));
  }

  /**
   * Has a command carried out.
   *
   * @param type its name
   * @param conversationId the conversation that it is about: its key
   * @param payload its record's JSON, checked
   * @param user who wants it
   * @return the reply's JSON; fails with {@link RefusedException}: what the owner of the
   *     conversation says, and what {@link Requests.Way#ask} says itself
   */
  public Uni<RawJson> submit(String type, String conversationId, RawJson payload, String user) {
    return commands
        .ask(type, conversationId, payload, user)
        .onItem()
        .invoke(() -> count(OK))
        .onFailure(RefusedException.class)
        .invoke(refused -> count(((RefusedException) refused).code().code()));
  }

  /** The same for what has no reply; completes when it was passed on. */
  public Uni<Void> tell(String type, String conversationId, RawJson payload, String user) {
    return commands.tell(type, conversationId, payload, user);
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    Gauge.builder("parley.submissions.pending", commands, Requests.Way::pending)
        .description("Commands of this process's own that wait for their reply")
        .register(meters);
    outcomes.put(OK, new LongAdder());
    for (ErrorCode code : ErrorCode.values()) {
      outcomes.put(code.code(), new LongAdder());
    }
    outcomes.forEach(
        (outcome, count) ->
            FunctionCounter.builder("parley.submissions", count, LongAdder::sum)
                .tag("outcome", outcome)
                .description("Commands of this process's own by what has become of them")
                .register(meters));
  }

  /** How many wait for their reply. */
  public int pending() {
    return commands.pending();
  }

  private void count(String outcome) {
    LongAdder counter = outcomes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }
}
