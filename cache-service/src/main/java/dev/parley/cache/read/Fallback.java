package dev.parley.cache.read;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.Query;
import dev.parley.service.RefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has message-service answer what the models cannot. Thread-safe. */
@Singleton
class Fallback {

  private final Messages messages;
  private final Counter behind;
  private final Counter failed;
  private final AtomicBoolean told = new AtomicBoolean();

  @Inject
  Fallback(Messages messages, MeterRegistry meters) {
    this.messages = messages;
    this.behind = counter("behind", meters);
    this.failed = counter("failed", meters);
  }

  private static Counter counter(String reason, MeterRegistry meters) {
    return Counter.builder("parley.models.passed.on")
        .description("Questions that message-service answers, because the models cannot")
        .tag("reason", reason)
        .register(meters);
  }

  /** The answer, or else that of message-service, as JSON. */
  Uni<?> or(Uni<?> answer, String type, Query query, String user) {
    return answer
        .map(found -> (Object) found)
        .invoke(() -> told.set(false))
        .onFailure(failure -> !isForTheAsker(failure))
        .recoverWithUni(
            failure -> {
              note(type, failure);
              Uni<RawJson> other = messages.answer(type, query, user);
              return other.map(found -> found);
            });
  }

  private static boolean isForTheAsker(Throwable failure) {
    return failure instanceof RefusedException;
  }

  private void note(String type, Throwable failure) {
    if (failure instanceof BehindException) {
      behind.increment();
    } else {
      failed.increment();
    }
    if (!told.getAndSet(true)) {
      Log.warnf("%s is passed on to message-service: %s", type, failure.getMessage());
    }
  }
}
