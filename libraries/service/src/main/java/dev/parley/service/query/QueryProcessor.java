package dev.parley.service.query;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.redisstreams.OnNack;
import dev.parley.service.inbox.Replies;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
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
@Singleton
public class QueryProcessor {

  private final QueryDecoder decoder;
  private final Lookup lookup;
  private final Replies replies;
  private final QueryMeters meters;

  @Inject
  QueryProcessor(QueryDecoder decoder, Lookup lookup, Replies replies, QueryMeters meters) {
    this.decoder = decoder;
    this.lookup = lookup;
    this.replies = replies;
    this.meters = meters;
  }

  /**
   * Answers what a channel brings, {@link QuerySettings#atOnce} queries under way, in no order: a
   * slow one holds up none of the others. Ends with the channel. Called once per channel, at the
   * start.
   *
   * @param queries a channel that all replicas share
   */
  public void answer(Multi<Message<byte[]>> queries, QuerySettings settings) {
    queries
        .onItem()
        .transformToUni(entry -> process(entry, settings.maxAge()))
        .merge(settings.atOnce())
        .subscribe()
        .with(done -> {}, stopped -> Log.error("no more queries are answered", stopped));
  }

  /** Completes, never with a failure, when the entry is given back to the channel. */
  Uni<Void> process(Message<byte[]> entry, Duration maxAge) {
    meters.begun();
    return Uni.createFrom()
        .deferred(() -> begin(entry, maxAge.toMillis()))
        .onFailure()
        .recoverWithUni(redisIsAway -> given(() -> entry.nack(redisIsAway)))
        .onFailure()
        .invoke(bug -> Log.error("a query cannot be given back", bug))
        .onFailure()
        .recoverWithNull()
        .onTermination()
        .invoke(meters::ended);
  }

  private Uni<Void> begin(Message<byte[]> entry, long maxAgeMillis) {
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
        : lookup
            .answer(envelope.type(), question.answer(), time(Math.min(left, maxAgeMillis)))
            .chain(answer -> tell(answer, envelope, entry));
  }

  /** How long an answer may take: a tenth is left for its way, or its asker has given up before. */
  private static Duration time(long leftMillis) {
    return Duration.ofMillis(Math.max(1, leftMillis * 9 / 10));
  }

  private Uni<Void> tell(Lookup.Answer answer, Envelope asked, Message<byte[]> entry) {
    return replies
        .send(asked.replyTo(), answer.isError(), answer.payload())
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
