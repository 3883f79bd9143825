package dev.parley.gateway.uplink;

import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The way of the questions that cache-service answers from read models, and message-service too,
 * only slower. Who is not answered by cache-service within {@code parley.models.patience} is asked
 * for at message-service, under the same number: the first reply is the answer, and the session
 * drops a second one. For {@code parley.models.retry-after} from then on all questions go to
 * message-service at once, as does one that cannot be appended. Safe from any thread.
 */
@Singleton
final class ModelQueries {

  /** Why a question goes to message-service. */
  enum Why {
    /** cache-service has not answered it in time. */
    UNANSWERED,
    /** It has not answered another one lately. */
    AWAY,
    /** It could not be appended: too many wait, or Redis is away. */
    REFUSED
  }

  /** What takes a question along: {@link Uplink#ask}. */
  @FunctionalInterface
  interface Carrier {

    /** See {@link Uplink#ask}. */
    void ask(
        Command command,
        String user,
        String session,
        long request,
        Context trace,
        Consumer<Throwable> onFailure);
  }

  /**
   * @param enabled whether there is a cache-service
   * @param patience how long it may take to answer; where there is one, less than a request's time
   *     limit
   * @param retryAfter how long it is not asked after it has not answered
   */
  record Rules(boolean enabled, Duration patience, Duration retryAfter) {

    static Rules of(GatewaySettings settings) {
      GatewaySettings.Models models = settings.models();
      Duration most = settings.request().timeout();
      boolean isShort = models.patience().compareTo(most) < 0;
      if (models.enabled() && !(isShort && models.patience().toMillis() >= 1)) {
        throw new ConfigurationException(
            "parley.models.patience is %s: it must be at least PT0.001S and less than parley.request.timeout, which is %s."
                .formatted(models.patience(), most));
      }
      if (models.retryAfter().isNegative()) {
        throw new ConfigurationException(
            "parley.models.retry-after is " + models.retryAfter() + ": it must not be negative.");
      }
      return new Rules(models.enabled(), models.patience(), models.retryAfter());
    }
  }

  private final Rules rules;
  private final Carrier carrier;
  private final BiConsumer<Duration, Runnable> timer;
  private final LongSupplier nanoTime;
  private final Map<Why, Counter> passedOn = new EnumMap<>(Why.class);

  /** Until when cache-service is not asked. */
  private volatile long awayUntil;

  @Inject
  ModelQueries(Uplink uplink, Vertx vertx, MeterRegistry meters, GatewaySettings settings) {
    this(
        Rules.of(settings),
        uplink::ask,
        (pause, task) -> vertx.setTimer(pause.toMillis(), t -> task.run()),
        System::nanoTime,
        meters);
  }

  /**
   * @param timer runs something after a time, on any thread
   */
  ModelQueries(
      Rules rules,
      Carrier carrier,
      BiConsumer<Duration, Runnable> timer,
      LongSupplier nanoTime,
      MeterRegistry meters) {
    this.rules = rules;
    this.carrier = carrier;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.awayUntil = nanoTime.getAsLong();
    for (Why why : Why.values()) {
      passedOn.put(
          why,
          Counter.builder("parley.models.passed.on")
              .description("Questions about read models that went to message-service, by why")
              .tag("why", why.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  /** A setting that is wrong stops the start, not the first question. */
  static void check(@Observes StartupEvent event, GatewaySettings settings) {
    Rules.of(settings);
  }

  /**
   * Asks what a client wants to know. On the session's loop.
   *
   * @param command by {@link Way#MODEL_QUERY}
   * @param request the number of the request, which has begun
   * @param trace what its way belongs to; null when it is not traced
   * @param onFailure called at most once, from any thread, when nobody can be asked
   */
  void ask(
      Session session,
      Command command,
      long request,
      Context trace,
      Consumer<Throwable> onFailure) {
    Question question = new Question(session, command, request, trace, onFailure);
    if (!rules.enabled()) {
      question.toMessageService();
    } else if (awayUntil - nanoTime.getAsLong() > 0) {
      question.passOn(Why.AWAY);
    } else {
      question.toCacheService();
    }
  }

  /** What somebody waits for. */
  private final class Question {

    private final Session session;
    private final Command command;
    private final long request;
    private final Context trace;
    private final Consumer<Throwable> onFailure;

    /** Only touched on the session's loop. */
    private boolean isPassedOn;

    Question(
        Session session,
        Command command,
        long request,
        Context trace,
        Consumer<Throwable> onFailure) {
      this.session = session;
      this.command = command;
      this.request = request;
      this.trace = trace;
      this.onFailure = onFailure;
    }

    void toCacheService() {
      ask(command, failure -> session.loop().execute(() -> passOn(Why.REFUSED)));
      timer.accept(rules.patience(), () -> session.loop().execute(this::lookAfterPatience));
    }

    private void lookAfterPatience() {
      if (passOn(Why.UNANSWERED)) {
        awayUntil = nanoTime.getAsLong() + rules.retryAfter().toNanos();
      }
    }

    /** Asks message-service, unless that was done or there is an answer. On the loop. */
    boolean passOn(Why why) {
      if (isPassedOn || !session.isPending(request)) {
        return false;
      }
      isPassedOn = true;
      passedOn.get(why).increment();
      toMessageService();
      return true;
    }

    void toMessageService() {
      ask(command.by(Way.QUERY), onFailure);
    }

    private void ask(Command by, Consumer<Throwable> otherwise) {
      carrier.ask(by, session.userId(), session.id(), request, trace, otherwise);
    }
  }
}
