package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.Backoff;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Moves the entries of one stream that were held back into the stream when they are due ({@code
 * move.lua}). One process at a time does, by a lease; the others look when it must have ended. The
 * lease only saves work: moving is atomic, so two movers at the same time would do no harm, and one
 * that dies leaves nothing half done.
 *
 * <p>It sleeps until the next entry is due, is woken when an earlier one comes, and looks {@value
 * #FALLBACK_MILLIS} ms after the last time in any case. Runs on one event loop; {@link #wake} and
 * {@link #close} may be called from any thread.
 */
final class Mover {

  static final Duration LEASE = Duration.ofSeconds(3);
  static final long FALLBACK_MILLIS = 1_000;

  /** Entries moved by one script; it also stops after some size, see there. */
  static final int LIMIT = 200;

  /** What the script answers instead of a count when another one moves. */
  private static final long OTHER = -1;

  private static final Logger LOG = Logger.getLogger(Mover.class);
  private static final LuaScript MOVE = LuaScript.of(Mover.class, "move.lua");
  private static final LuaScript RELEASE = LuaScript.of(Mover.class, "mover-release.lua");

  private final String stream;
  private final Context context;
  private final CommandPipeline pipeline;
  private final long fallbackMillis;
  private final LongConsumer onMoved;
  private final String name = UUID.randomUUID().toString();
  private final Backoff backoff = new Backoff();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Long timer;
  private boolean started;
  private boolean looking;
  private boolean again;
  private boolean closing;

  /**
   * A mover that has not started.
   *
   * @param fallbackMillis how long it sleeps at most
   * @param onMoved told how many entries came into the stream, when there were any
   */
  Mover(
      String stream,
      Context context,
      CommandPipeline pipeline,
      long fallbackMillis,
      LongConsumer onMoved) {
    this.stream = stream;
    this.context = context;
    this.pipeline = pipeline;
    this.fallbackMillis = fallbackMillis;
    this.onMoved = onMoved;
  }

  /** Starts, once; goes on until it is closed. */
  void start(Wakeups wakeups) {
    wakeups.subscribe(StreamNames.delayed(stream), this::wake);
    context.runOnContext(
        ignored -> {
          started = true;
          look();
        });
  }

  /** There may be an entry that is due earlier than what is known. */
  void wake() {
    context.runOnContext(ignored -> woken());
  }

  /** Ends; completes when the lease is given back, or Redis cannot be told. */
  CompletableFuture<Void> close() {
    context.runOnContext(
        ignored -> {
          closing = true;
          stopTimer();
          if (!looking) {
            release();
          }
        });
    return closed;
  }

  private void woken() {
    // While Redis fails, the next attempt is due anyway.
    if (started && backoff.failures() == 0) {
      look();
    }
  }

  private void look() {
    if (closing) {
      return;
    }
    if (looking) {
      again = true;
      return;
    }
    stopTimer();
    looking = true;
    again = false;
    pipeline
        .send(
            MOVE.command(
                List.of(
                    StreamNames.delayed(stream),
                    stream,
                    StreamNames.mover(stream),
                    StreamNames.delayedCount(stream)),
                name,
                LEASE.toMillis(),
                LIMIT))
        .onComplete(answer -> context.runOnContext(ignored -> looked(answer)));
  }

  private void looked(AsyncResult<Response> answer) {
    looking = false;
    long pause = answer.succeeded() ? moved(answer.result()) : failed(answer.cause());
    if (closing) {
      release();
    } else if (pause == 0) {
      look();
    } else {
      timer = vertx().setTimer(pause, ignored -> look());
    }
  }

  /** Says for how many milliseconds there is nothing to do. */
  private long moved(Response answer) {
    if (backoff.failures() > 0) {
      LOG.infof("%s: delayed entries are moved again", stream);
      backoff.reset();
    }
    long count = answer.get(0).toLong();
    long millis = answer.get(1).toLong();
    if (count > 0) {
      onMoved.accept(count);
    }
    if (again) {
      return 0;
    }
    if (count == OTHER) {
      return Math.max(1, Math.min(millis + 1, LEASE.toMillis()));
    }
    return millis < 0 ? fallbackMillis : Math.min(millis, fallbackMillis);
  }

  private long failed(Throwable cause) {
    if (backoff.failures() == 0) {
      LOG.warnf("%s: delayed entries wait, trying again: %s", stream, cause.getMessage());
    }
    return Math.min(backoff.nextMillis(), fallbackMillis);
  }

  private void release() {
    if (!started) {
      closed.complete(null);
      return;
    }
    started = false;
    pipeline
        .send(
            RELEASE.command(List.of(StreamNames.mover(stream), StreamNames.delayed(stream)), name))
        .onFailure(cause -> LOG.debugf("%s: lease not released: %s", stream, cause.getMessage()))
        .onComplete(ignored -> closed.complete(null));
  }

  private void stopTimer() {
    if (timer != null) {
      vertx().cancelTimer(timer);
      timer = null;
    }
  }

  private Vertx vertx() {
    return context.owner();
  }
}
