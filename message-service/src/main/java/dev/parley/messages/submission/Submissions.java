package dev.parley.messages.submission;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.json.StrictJson;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.service.RefusedException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Commands of this process's own: they travel the partition of their conversation as those of the
 * gateways do, so that there is one writer and one order, and the reply comes back into the inbox
 * of this process. Thread-safe; commands that are under way at the same time are in no order.
 */
@Singleton
public class Submissions {

  /** The outcome of what was carried out; the others are the codes of the errors. */
  private static final String OK = "ok";

  /** What may wait for the connector. */
  private static final int BUFFER = 1024;

  private static final StrictJson<ErrorReply> ERRORS = StrictJson.of(ErrorReply.class);

  private final MutinyEmitter<byte[]> commands;
  private final SubmissionNode node;
  private final int maxPending;
  private final Duration timeout;
  private final Map<Long, UniEmitter<? super RawJson>> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

  @Inject
  Submissions(
      @Channel("submissions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> commands,
      SubmissionNode node,
      MessageServiceSettings settings) {
    this.commands = commands;
    this.node = node;
    this.maxPending = settings.submissions().maxPending();
    this.timeout = settings.submissions().timeout();
  }

  /**
   * Has a command carried out.
   *
   * @param type its name
   * @param conversationId the conversation that it is about: its key
   * @param payload its record's JSON, checked
   * @param user who wants it
   * @return the reply's JSON; fails with {@link RefusedException}: what the owner of the
   *     conversation says, {@code timeout} when it says nothing in time (the command may still be
   *     carried out), {@code unavailable} when it could not be passed on, {@code rate_limited} when
   *     too many are under way
   */
  public Uni<RawJson> submit(String type, String conversationId, RawJson payload, String user) {
    return Uni.createFrom()
        .deferred(() -> begin(type, conversationId, payload, user))
        .onItem()
        .invoke(() -> count(OK))
        .onFailure(RefusedException.class)
        .invoke(refused -> count(((RefusedException) refused).code().code()));
  }

  /** The same for what has no reply; completes when it was passed on. */
  public Uni<Void> tell(String type, String conversationId, RawJson payload, String user) {
    return append(envelope(type, conversationId, payload, user, null));
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    Gauge.builder("parley.submissions.pending", pending, Map::size)
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
    return pending.size();
  }

  /** A reply has come; dropped when nobody waits for it any more. */
  void replied(InboxItem.Reply reply) {
    UniEmitter<? super RawJson> waiting = pending.remove(reply.request());
    if (waiting == null) {
      return;
    }
    if (reply.error()) {
      waiting.fail(RefusedException.of(ERRORS.read(reply.payload().utf8())));
    } else {
      waiting.complete(reply.payload());
    }
  }

  private void count(String outcome) {
    LongAdder counter = outcomes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  private Uni<RawJson> begin(String type, String conversationId, RawJson payload, String user) {
    if (!node.isReachable()) {
      return refused(ErrorCode.UNAVAILABLE, "the request could not be passed on");
    }
    if (pending.size() >= maxPending) {
      return refused(ErrorCode.RATE_LIMITED, "too many requests are under way");
    }
    long number = numbers.incrementAndGet();
    ReplyTo replyTo = new ReplyTo(node.id(), "", number);
    Envelope envelope = envelope(type, conversationId, payload, user, replyTo);
    Uni<RawJson> reply =
        Uni.createFrom()
            .emitter(
                waiting -> {
                  pending.put(number, waiting);
                  append(envelope).subscribe().with(appended -> {}, waiting::fail);
                });
    return reply
        .ifNoItem()
        .after(timeout)
        .fail()
        .onFailure(TimeoutException.class)
        .transform(late -> new RefusedException(ErrorCode.TIMEOUT, "no reply in time"))
        .onTermination()
        .invoke(() -> pending.remove(number));
  }

  private Uni<Void> append(Envelope envelope) {
    OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey(envelope.key());
    Message<byte[]> message = Message.of(EnvelopeCodec.encode(envelope), Metadata.of(key));
    return Uni.createFrom()
        .deferred(() -> commands.sendMessage(message))
        .onFailure()
        .invoke(e -> Log.debugf("%s could not be passed on: %s", envelope.type(), e.getMessage()))
        .onFailure()
        .transform(
            e -> new RefusedException(ErrorCode.UNAVAILABLE, "the request could not be passed on"));
  }

  private static Envelope envelope(
      String type, String conversationId, RawJson payload, String user, ReplyTo replyTo) {
    return new Envelope(
        Ids.random(), type, conversationId, System.currentTimeMillis(), user, replyTo, payload);
  }

  private static Uni<RawJson> refused(ErrorCode code, String message) {
    return Uni.createFrom().failure(new RefusedException(code, message));
  }
}
