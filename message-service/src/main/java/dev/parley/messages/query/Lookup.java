package dev.parley.messages.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoClientException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.messages.storage.Schema;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Looks answers up, whoever asks: each within its time, and never with a failure. Thread-safe. */
@ApplicationScoped
public class Lookup {

  /**
   * What a query has come to.
   *
   * @param payload the answer, or {@code refusal}
   * @param refusal what is told instead of an answer; null for none
   * @param fault why somebody must look at it; null when nobody need
   */
  record Answer(QueryOutcome outcome, RawJson payload, ErrorReply refusal, Throwable fault) {

    boolean isError() {
      return refusal != null;
    }
  }

  private final BooleanSupplier ready;
  private final ObjectMapper json;
  private final AtomicBoolean away = new AtomicBoolean();

  @Inject
  Lookup(Schema schema, ObjectMapper json) {
    this(schema::isReady, json);
  }

  Lookup(BooleanSupplier ready, ObjectMapper json) {
    this.ready = ready;
    this.json = json;
  }

  /**
   * The answer, or what is told instead.
   *
   * @param type the query's name
   * @param answer looks it up when it is subscribed to
   * @param time how long it may take; beyond that MongoDB counts as away
   */
  Uni<Answer> answer(String type, Uni<?> answer, Duration time) {
    return looked(answer)
        .ifNoItem()
        .after(time)
        .fail()
        .map(reply -> new Answer(QueryOutcome.ANSWERED, encode(reply), null, null))
        .invoke(() -> away.set(false))
        .onFailure()
        .recoverWithItem(failure -> instead(type, failure));
  }

  private Uni<?> looked(Uni<?> answer) {
    return ready.getAsBoolean()
        ? answer
        : Uni.createFrom().failure(new MongoClientException("not reached yet"));
  }

  private Answer instead(String type, Throwable failure) {
    Refusal refusal = Refusal.of(failure);
    if (refusal.fault() != null) {
      Log.errorf(failure, "%s cannot be answered", type);
    } else if (refusal.outcome() == QueryOutcome.UNAVAILABLE && !away.getAndSet(true)) {
      Log.warnf("queries are answered as unavailable: %s", failure.getClass().getName());
    }
    return new Answer(refusal.outcome(), encode(refusal.reply()), refusal.reply(), refusal.fault());
  }

  private RawJson encode(Object reply) {
    try {
      return RawJson.of(json.writeValueAsBytes(reply));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
