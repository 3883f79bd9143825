package dev.parley.service.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.reply.ErrorReply;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks answers up, whoever asks: each within its time, and never with a failure. Thread-safe. */
@Singleton
public class Lookup {

  /**
   * What a query has come to.
   *
   * @param payload the answer, or {@code refusal}
   * @param refusal what is told instead of an answer; null for none
   * @param fault why somebody must look at it; null when nobody need
   */
  public record Answer(QueryOutcome outcome, RawJson payload, ErrorReply refusal, Throwable fault) {

    /** Whether the payload is a refusal. */
    public boolean isError() {
      return refusal != null;
    }
  }

  private final Storage storage;
  private final ObjectMapper json;
  private final AtomicBoolean away = new AtomicBoolean();

  @Inject
  public Lookup(Storage storage, ObjectMapper json) {
    this.storage = storage;
    this.json = json;
  }

  /**
   * The answer, or what is told instead.
   *
   * @param type the query's name
   * @param answer looks it up when it is subscribed to
   * @param time how long it may take; beyond that the storage counts as away
   */
  public Uni<Answer> answer(String type, Uni<?> answer, Duration time) {
    if (!storage.isReady()) {
      return Uni.createFrom().item(away("not reached yet"));
    }
    return answer
        .ifNoItem()
        .after(time)
        .fail()
        .map(reply -> new Answer(QueryOutcome.ANSWERED, encode(reply), null, null))
        .invoke(() -> away.set(false))
        .onFailure()
        .recoverWithItem(failure -> instead(type, failure));
  }

  private Answer instead(String type, Throwable failure) {
    if (failure instanceof TimeoutException || storage.isAway(failure)) {
      return away(failure.getClass().getName());
    }
    Refusal refusal = Refusal.of(failure);
    if (refusal.fault() != null) {
      Log.errorf(failure, "%s cannot be answered", type);
    }
    return told(refusal);
  }

  private Answer away(String why) {
    if (!away.getAndSet(true)) {
      Log.warnf("queries are answered as unavailable: %s", why);
    }
    return told(Refusal.away());
  }

  private Answer told(Refusal refusal) {
    return new Answer(refusal.outcome(), encode(refusal.reply()), refusal.reply(), refusal.fault());
  }

  private RawJson encode(Object reply) {
    if (reply instanceof RawJson ready) {
      return ready;
    }
    try {
      return RawJson.of(json.writeValueAsBytes(reply));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
