package dev.parley.presence.expiry;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.signal.SignalType;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.signal.OwnSignals;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import dev.parley.service.Rounds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Tells the owners of users about whom something is due: the end of the grace time, the end of a
 * choice, a change that was held back. Every replica looks, in one pipeline; each user is taken by
 * one of them, and again after {@value #AGAIN_MILLIS} ms if nobody has settled it, so that nothing
 * is lost with a replica. Being told twice does no harm.
 */
@Singleton
class DueUsers {

  static final long AGAIN_MILLIS = 10_000;

  /** Users of all partitions that are taken in one go; the next go follows at once. */
  private static final int PER_LOOK = 2_000;

  private static final Script TAKE = Script.load(DueUsers.class, "due-take.lua");
  private static final RawJson NOTHING = RawJson.of("{}");

  private final RedisPipeline redis;
  private final OwnSignals signals;
  private final Duration interval;
  private final int atOnce;
  private final List<List<Script.Call>> calls;
  private final Rounds rounds;
  private final LongAdder taken = new LongAdder();
  private Timer lag;

  @Inject
  DueUsers(
      RedisPipeline redis,
      RedisKeys keys,
      OwnSignals signals,
      PresenceSettings settings,
      Vertx vertx) {
    this.redis = redis;
    this.signals = signals;
    this.interval = settings.dueInterval();
    this.atOnce = Math.max(1, PER_LOOK / settings.partitions());
    this.calls =
        IntStream.range(0, settings.partitions())
            .mapToObj(
                partition ->
                    List.of(
                        new Script.Call(
                            List.of(keys.presenceDue(partition)), List.of(atOnce, AGAIN_MILLIS))))
            .toList();
    this.rounds = new Rounds("what is due about users", vertx, this::tellDue);
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    FunctionCounter.builder("parley.presence.due", taken, LongAdder::sum)
        .description("Users about whom something was due, each time that their owner was told")
        .register(meters);
    lag =
        Timer.builder("parley.presence.due.lag")
            .description("How late it was noticed that something is due")
            .register(meters);
    rounds.begin(interval);
  }

  void stop(@Observes ShutdownEvent stopping) {
    rounds.end();
  }

  /** Completes at the first look after which nothing is left. */
  private Uni<Void> tellDue() {
    return redis
        .run(TAKE, calls)
        .chain(
            answers -> {
              List<Envelope> due = new ArrayList<>();
              boolean more = false;
              for (Response answer : answers) {
                more |= add(answer, due) == atOnce;
              }
              taken.add(due.size());
              Uni<Void> sent = signals.send(due);
              return more && !rounds.isStopped() ? sent.chain(this::tellDue) : sent;
            });
  }

  /** Gives back how many there were. */
  private int add(Response answer, List<Envelope> due) {
    long now = Long.parseLong(answer.get(0).toString());
    for (int i = 1; i + 1 < answer.size(); i += 2) {
      due.add(OwnSignals.about(answer.get(i).toString(), SignalType.DUE, now, NOTHING));
      long since = (long) Double.parseDouble(answer.get(i + 1).toString());
      lag.record(now - since, TimeUnit.MILLISECONDS);
    }
    return answer.size() / 2;
  }
}
