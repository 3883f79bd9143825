package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import dev.parley.redisstreams.metrics.OutgoingMeters;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Cuts streams down to their length without removing what a known group has not read and
 * acknowledged ({@code trim.lua}). The channel's own streams are looked at every tenth of {@code
 * max-length}, counted per stream ({@link Growth}). Of a stream that a message names nothing is
 * remembered, however many there are: each message to it has the chance of one in that tenth to
 * cause a look.
 */
final class Trimmer {

  private static final Logger LOG = Logger.getLogger(Trimmer.class);
  private static final LuaScript SCRIPT = LuaScript.of(Trimmer.class, "trim.lua");

  private final CommandPipeline pipeline;
  private final OutgoingMeters meters;
  private final OutgoingConfig config;
  private final int every;
  private final AtomicBoolean failing = new AtomicBoolean();

  Trimmer(OutgoingConfig config, CommandPipeline pipeline, OutgoingMeters meters) {
    this.config = config;
    this.pipeline = pipeline;
    this.meters = meters;
    this.every = Math.max(1, config.keep() / 10);
  }

  /** Whether streams are looked at: with {@code trim=always} each {@code XADD} trims itself. */
  boolean looks() {
    return config.keep() > 0 && !config.trimAlways();
  }

  /** After how many entries. */
  int every() {
    return every;
  }

  /** One entry was added to a stream that a message named. */
  void added(String stream) {
    if (looks() && ThreadLocalRandom.current().nextInt(every) == 0) {
      look(stream, 0);
    }
  }

  /**
   * Trims a stream.
   *
   * @param bound from which length on it matters how long exactly the stream is; 0 for never
   * @return the length that remains; a failure is logged
   */
  Future<Long> look(String stream, int bound) {
    return pipeline
        .send(SCRIPT.command(List.of(stream), config.keep(), bound))
        .map(
            answer -> {
              trimmed(answer.get(0).toLong());
              return answer.get(1).toLong();
            })
        .onFailure(cause -> failed(stream, cause));
  }

  /** After entries came into a stream by another way than {@code XADD}. */
  void cut(String stream) {
    if (config.trimAlways() && config.maxLength() > 0) {
      pipeline
          .send(
              Request.cmd(Command.XTRIM).arg(stream).arg("MAXLEN").arg("~").arg(config.maxLength()))
          .onSuccess(removed -> trimmed(removed.toLong()))
          .onFailure(cause -> failed(stream, cause));
    }
  }

  private void trimmed(long count) {
    failing.set(false);
    meters.trimmed.add(count);
  }

  /** Not tried again by itself: the next look is as good. */
  private void failed(String stream, Throwable cause) {
    if (failing.compareAndSet(false, true)) {
      LOG.warnf("%s was not trimmed: %s", stream, cause.getMessage());
    }
  }
}
