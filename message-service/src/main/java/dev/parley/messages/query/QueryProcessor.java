package dev.parley.messages.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoClientException;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.storage.Schema;
import dev.parley.redisstreams.OnNack;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The way of a query: read, look up, reply. Each has its one reply, within the time that its asker
 * waits; what is older is passed over. Only when Redis does not take the reply the query comes
 * again, until it is too old.
 *
 * <p>Thread-safe: many queries are under way at once.
 */
@ApplicationScoped
public class QueryProcessor {

  private record Answer(QueryOutcome outcome, RawJson payload, Throwable fault) {}

  private final QueryDecoder decoder;
  private final BooleanSupplier ready;
  private final Replies replies;
  private final QueryMeters meters;
  private final ObjectMapper json;
  private final long maxAgeMillis;
  private final AtomicBoolean away = new AtomicBoolean();

  @Inject
  QueryProcessor(
      QueryDecoder decoder,
      Schema schema,
      Replies replies,
      QueryMeters meters,
      ObjectMapper json,
      MessageServiceSettings settings) {
    this(decoder, schema::isReady, replies, meters, json, settings.queries().maxAge());
  }

  QueryProcessor(
      QueryDecoder decoder,
      BooleanSupplier ready,
      Replies replies,
      QueryMeters meters,
      ObjectMapper json,
      Duration maxAge) {
    this.decoder = decoder;
    this.ready = ready;
    this.replies = replies;
    this.meters = meters;
    this.json = json;
    this.maxAgeMillis = maxAge.toMillis();
  }

  /** Completes, never with a failure, when the entry is given back to the channel. */
  Uni<Void> process(Message<byte[]> entry) {
    meters.begun();
    return Uni.createFrom()
        .deferred(() -> begin(entry))
        .onFailure()
        .recoverWithUni(redisIsAway -> given(() -> entry.nack(redisIsAway)))
        .onFailure()
        .invoke(bug -> Log.error("a query cannot be given back", bug))
        .onFailure()
        .recoverWithNull()
        .onTermination()
        .invoke(meters::ended);
  }

  private Uni<Void> begin(Message<byte[]> entry) {
    Question question;
    try {
      question = decoder.decode(entry.getPayload());
    } catch (MalformedException poison) {
      Log.warnf("an entry of the queries is none: %s", poison.getMessage());
      return settle(entry, QueryOutcome.REJECTED, poison);
    }
    Envelope envelope = question.envelope();
    long left = envelope.time() + maxAgeMillis - System.currentTimeMillis();
    return left <= 0
        ? settle(entry, QueryOutcome.STALE, null)
        : answer(question, Math.min(left, maxAgeMillis))
            .chain(answer -> tell(answer, envelope, entry));
  }

  /** The answer, or what is told instead, within the time. */
  private Uni<Answer> answer(Question question, long millis) {
    return looked(question)
        .ifNoItem()
        .after(Duration.ofMillis(millis))
        .fail()
        .map(reply -> new Answer(QueryOutcome.ANSWERED, encode(reply), null))
        .invoke(() -> away.set(false))
        .onFailure()
        .recoverWithItem(failure -> instead(question, failure));
  }

  private Uni<?> looked(Question question) {
    return ready.getAsBoolean()
        ? question.answer()
        : Uni.createFrom().failure(new MongoClientException("not reached yet"));
  }

  private Answer instead(Question question, Throwable failure) {
    Refusal refusal = Refusal.of(failure);
    if (refusal.fault() != null) {
      Log.errorf(failure, "%s cannot be answered", question.envelope().type());
    } else if (refusal.outcome() == QueryOutcome.UNAVAILABLE && !away.getAndSet(true)) {
      Log.warnf("queries are answered as unavailable: %s", failure.getClass().getName());
    }
    return new Answer(refusal.outcome(), encode(refusal.reply()), refusal.fault());
  }

  private RawJson encode(Object reply) {
    try {
      return RawJson.of(json.writeValueAsBytes(reply));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Uni<Void> tell(Answer answer, Envelope asked, Message<byte[]> entry) {
    boolean error = answer.outcome() != QueryOutcome.ANSWERED;
    return replies
        .send(asked.replyTo(), error, answer.payload())
        .chain(() -> settle(entry, answer.outcome(), answer.fault()));
  }

  private Uni<Void> settle(Message<byte[]> entry, QueryOutcome outcome, Throwable fault) {
    meters.count(outcome);
    return fault == null
        ? given(entry::ack)
        : given(() -> entry.nack(fault, Metadata.of(OnNack.deadLetter())));
  }

  private static Uni<Void> given(Supplier<CompletionStage<Void>> back) {
    return Uni.createFrom().completionStage(back);
  }
}
