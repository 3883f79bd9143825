package dev.parley.presence.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.json.StrictJson;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.view.Viewer;
import dev.parley.presence.view.Viewing;
import dev.parley.redisstreams.OnNack;
import dev.parley.service.RefusedException;
import dev.parley.service.inbox.Replies;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The way of a question, {@code presence:get} or {@code presence:watch}: read, look, reply. Each
 * has its one reply, within the time that its asker waits; what is older is passed over. Only when
 * Redis does not take the reply the question comes again, until it is too old. Thread-safe.
 */
@Singleton
class QueryProcessor {

  private static final StrictJson<PresenceQuery> QUERY = StrictJson.of(PresenceQuery.class);

  private final Viewing viewing;
  private final Replies replies;
  private final QueryMeters meters;
  private final ObjectMapper json;
  private final long maxAgeMillis;

  @Inject
  QueryProcessor(
      Viewing viewing,
      Replies replies,
      QueryMeters meters,
      ObjectMapper json,
      PresenceSettings settings) {
    this.viewing = viewing;
    this.replies = replies;
    this.meters = meters;
    this.json = json;
    this.maxAgeMillis = settings.queries().maxAge().toMillis();
  }

  /** Completes, never with a failure, when the entry is given back to the channel. */
  Uni<Void> process(Message<byte[]> entry) {
    return Uni.createFrom()
        .deferred(() -> begin(entry))
        .onFailure()
        .recoverWithUni(redisIsAway -> given(() -> entry.nack(redisIsAway)))
        .onFailure()
        .invoke(bug -> Log.error("a question cannot be given back", bug))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> begin(Message<byte[]> entry) {
    Envelope asked;
    try {
      asked = decode(entry.getPayload());
    } catch (MalformedException poison) {
      Log.warnf("an entry of the questions is none: %s", poison.getMessage());
      return settle(entry, QueryOutcome.REJECTED, poison);
    }
    long left = asked.time() + maxAgeMillis - System.currentTimeMillis();
    return left <= 0
        ? settle(entry, QueryOutcome.STALE, null)
        : answer(asked, Duration.ofMillis(Math.min(left, maxAgeMillis)))
            .chain(answer -> tell(answer, asked, entry));
  }

  private static Envelope decode(byte[] entry) {
    Envelope asked = EnvelopeCodec.decode(entry);
    if (asked.replyTo() == null) {
      throw new MalformedException("a question without anybody to answer");
    }
    return asked;
  }

  private Uni<Answer> answer(Envelope asked, Duration left) {
    return Uni.createFrom()
        .deferred(() -> look(asked))
        .ifNoItem()
        .after(left)
        .fail()
        .map(Answer::of)
        .onFailure()
        .recoverWithItem(failure -> instead(asked, failure));
  }

  private Uni<PresenceList> look(Envelope asked) {
    return switch (asked.type()) {
      case PresenceMethod.GET, PresenceMethod.WATCH -> {
        PresenceQuery query = QUERY.read(asked.payload().utf8()).check();
        yield viewing.list(Viewer.of(asked.user()), query.userIds());
      }
      default ->
          throw new RefusedException(ErrorCode.METHOD_NOT_FOUND, "no question " + asked.type());
    };
  }

  private static Answer instead(Envelope asked, Throwable failure) {
    Answer answer = Answer.instead(failure);
    if (answer.fault() != null) {
      Log.errorf(failure, "%s cannot be answered", asked.type());
    }
    return answer;
  }

  private Uni<Void> tell(Answer answer, Envelope asked, Message<byte[]> entry) {
    return replies
        .send(asked.replyTo(), answer.isError(), encode(answer.payload()))
        .chain(() -> settle(entry, answer.outcome(), answer.fault()));
  }

  private RawJson encode(Object reply) {
    try {
      return RawJson.of(json.writeValueAsBytes(reply));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
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
