package dev.parley.redisstreams.metrics;

import dev.parley.redisstreams.config.Attributes;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * How far a group is behind on the streams that this process reads at present: asked of Redis every
 * {@code metrics-interval}, one call of {@code backlog.lua} per stream. A process that reads no
 * stream has no backlog, so with exclusive partitions the sum over all replicas is the whole; with
 * shared ones each replica sees the whole.
 *
 * <p>The values are those of the last probe that succeeded for all streams. They are not a number
 * ({@link Double#NaN}) before the first one, and again when three intervals went by without one:
 * what is stale must not look alive. {@link #probeAge} is always a number, and grows then.
 *
 * <p>Thread-safe.
 */
public final class Backlog {

  private static final Logger LOG = Logger.getLogger(Backlog.class);
  private static final LuaScript SCRIPT = LuaScript.of(Backlog.class, "backlog.lua");
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);

  /**
   * Entries counted per stream where Redis itself does not know the lag (before 7.0); what is
   * beyond is an estimate. A thousand take Redis about 2 ms, in which it does nothing else.
   */
  private static final int COUNT_LIMIT = 1000;

  /** Scripts in one pipeline: what the application sends waits behind no more than these. */
  private static final int AT_ONCE = 16;

  private static final long NOT_STARTED = -1;
  private static final long CLOSED = Long.MAX_VALUE;

  /** Intervals without an answer after which the values are stale. */
  private static final int STALE_INTERVALS = 3;

  private final String channel;
  private final String group;
  private final Duration interval;
  private final Vertx vertx;
  private final CommandPipeline pipeline;
  private final Supplier<? extends Collection<String>> streams;
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final AtomicLong timer = new AtomicLong(NOT_STARTED);
  private volatile long probedAt = System.nanoTime();
  private volatile Values values;
  private volatile boolean failing;

  /**
   * A backlog that is not looked at yet.
   *
   * @param interval how often Redis is asked; zero for never
   * @param streams the streams that are read now, partition included; called from an event loop
   *     that need not be the channel's
   */
  public Backlog(
      String channel,
      String group,
      Duration interval,
      Vertx vertx,
      CommandPipeline pipeline,
      Supplier<? extends Collection<String>> streams) {
    this.channel = channel;
    this.group = group;
    this.interval = interval;
    this.vertx = vertx;
    this.pipeline = pipeline;
    this.streams = streams;
  }

  /** The attribute {@code metrics-interval}: at least 1 s, or 0 for off. */
  public static Duration interval(Attributes attributes) {
    Duration interval =
        attributes.duration("metrics-interval", Duration.ZERO, MAX_INTERVAL, DEFAULT_INTERVAL);
    if (!interval.isZero() && interval.compareTo(MIN_INTERVAL) < 0) {
      throw attributes.wrong("metrics-interval", "must be PT0S (off) or at least " + MIN_INTERVAL);
    }
    return interval;
  }

  /** Whether Redis is asked at all. */
  boolean isOn() {
    return !interval.isZero();
  }

  /**
   * Starts to ask, once; the first answer comes after one interval. Where nothing is published
   * nothing is asked.
   */
  public void start() {
    if (isOn() && Meters.PRESENT && timer.get() == NOT_STARTED) {
      probedAt = System.nanoTime();
      timer.set(vertx.setPeriodic(interval.toMillis(), ignored -> probe()));
    }
  }

  /** Asks no more. The values become stale by themselves. */
  public void close() {
    long last = timer.getAndSet(CLOSED);
    if (last != NOT_STARTED) {
      vertx.cancelTimer(last);
    }
  }

  /** Entries that the group has not read. */
  double lag() {
    Values present = present();
    return present == null ? Double.NaN : present.lag;
  }

  /** Entries that were read and are not acknowledged. */
  double pending() {
    Values present = present();
    return present == null ? Double.NaN : present.pending;
  }

  /** Seconds since the oldest pending entry was added, by the clock of Redis; 0 without one. */
  double oldestPendingAge() {
    Values present = present();
    return present == null ? Double.NaN : present.oldestMillis / 1000.0;
  }

  /** Entries in the dead letters. */
  double deadLetters() {
    Values present = present();
    return present == null ? Double.NaN : present.deadLetters;
  }

  /** Seconds since Redis last answered, or since the start. */
  double probeAge() {
    return (System.nanoTime() - probedAt) / 1e9;
  }

  private Values present() {
    boolean stale = System.nanoTime() - probedAt > interval.toNanos() * STALE_INTERVALS;
    return stale ? null : values;
  }

  private void probe() {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      next(List.copyOf(streams.get()).iterator(), Values.NONE)
          .onComplete(
              result -> {
                underWay.set(false);
                if (result.succeeded()) {
                  succeeded(result.result());
                } else {
                  failed(result.cause());
                }
              });
    } catch (RuntimeException bug) {
      underWay.set(false);
      failed(bug);
    }
  }

  private Future<Values> next(Iterator<String> left, Values sum) {
    if (!left.hasNext()) {
      return Future.succeededFuture(sum);
    }
    return some(left)
        .compose(
            answers -> {
              Values total = sum;
              for (int i = 0; i < answers.size(); i++) {
                total = total.plus(Values.of(answers.resultAt(i)));
              }
              return next(left, total);
            });
  }

  private CompositeFuture some(Iterator<String> left) {
    List<Future<Response>> answers = new ArrayList<>(AT_ONCE);
    while (left.hasNext() && answers.size() < AT_ONCE) {
      String stream = left.next();
      List<String> keys = List.of(stream, StreamNames.deadLetters(stream));
      answers.add(pipeline.send(SCRIPT.command(keys, group, COUNT_LIMIT)));
    }
    return Future.join(answers);
  }

  private void succeeded(Values found) {
    values = found;
    probedAt = System.nanoTime();
    if (failing) {
      failing = false;
      LOG.infof("channel '%s': its backlog is known again", channel);
    }
  }

  private void failed(Throwable cause) {
    if (!failing && timer.get() != CLOSED) {
      failing = true;
      LOG.warnf("channel '%s': its backlog is not known: %s", channel, cause.getMessage());
    }
  }

  private record Values(long lag, long pending, long oldestMillis, long deadLetters) {

    static final Values NONE = new Values(0, 0, 0, 0);

    static Values of(Response answer) {
      if (answer.type() != ResponseType.MULTI) {
        throw new IllegalStateException(answer.toString());
      }
      return new Values(
          answer.get(0).toLong(),
          answer.get(1).toLong(),
          answer.get(2).toLong(),
          answer.get(3).toLong());
    }

    Values plus(Values other) {
      return new Values(
          lag + other.lag,
          pending + other.pending,
          Math.max(oldestMillis, other.oldestMillis),
          deadLetters + other.deadLetters);
    }
  }
}
