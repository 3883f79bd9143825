package dev.parley.presence.expiry;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UsersDue;
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
 * choice, a change that was held back. Every replica looks, in one pipeline, and takes as many
 * users of a partition as a signal may name; where there are more, the next look follows at once.
 * Each user is taken by one of them, and again after {@value #AGAIN_MILLIS} ms if nobody has
 * settled it, so that nothing is lost with a replica. Being told twice does no harm.
 */
@Singleton
class DueUsers {

  static final long AGAIN_MILLIS = 10_000;

  private static final Script TAKE = Script.load(DueUsers.class, "due-take.lua");

  private final RedisPipeline redis;
  private final OwnSignals signals;
  private final Duration interval;
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
    this.calls =
        IntStream.range(0, settings.partitions())
            .mapToObj(
                partition ->
                    List.of(
                        new Script.Call(
                            List.of(keys.presenceDue(partition)),
                            List.of(SignalType.MAX_USERS, AGAIN_MILLIS))))
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
              List<Envelope> due = new ArrayList<>(answers.size());
              boolean more = false;
              for (Response answer : answers) {
                more |= add(answer, due) == SignalType.MAX_USERS;
              }
              Uni<Void> sent = signals.send(due);
              return more && !rounds.isStopped() ? sent.chain(this::tellDue) : sent;
            });
  }

  /** Adds the signal about a partition's users, if any are due; gives back how many. */
  private int add(Response answer, List<Envelope> due) {
    long now = Long.parseLong(answer.get(0).toString());
    List<String> users = new ArrayList<>(answer.size() / 2);
    for (int i = 1; i + 1 < answer.size(); i += 2) {
      users.add(answer.get(i).toString());
      long since = (long) Double.parseDouble(answer.get(i + 1).toString());
      lag.record(now - since, TimeUnit.MILLISECONDS);
    }
    if (!users.isEmpty()) {
      due.add(signals.about(users, SignalType.DUE, now, new UsersDue(users)));
    }
    taken.add(users.size());
    return users.size();
  }
}
