package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Keeps streams at their length without removing what a known group has not read and acknowledged:
 * every tenth of {@code max-length} entries, {@code trim.lua} looks at the groups and cuts. A
 * stream may so be a tenth longer than its limit, and as long as its slowest group requires.
 */
final class Trimmer {

  private static final Logger LOG = Logger.getLogger(Trimmer.class);
  private static final LuaScript SCRIPT = LuaScript.of(Trimmer.class, "trim.lua");

  private final CommandPipeline pipeline;
  private final int maxLength;
  private final int every;
  private final Map<String, AtomicInteger> added = new ConcurrentHashMap<>();

  Trimmer(OutgoingConfig config, CommandPipeline pipeline) {
    this.pipeline = pipeline;
    this.maxLength = config.trimAlways() ? 0 : config.maxLength();
    this.every = Math.max(1, maxLength / 10);
  }

  /** One entry was added to {@code stream}, which is one of the channel's own. */
  void added(String stream) {
    if (maxLength == 0) {
      return;
    }
    AtomicInteger count = added.computeIfAbsent(stream, ignored -> new AtomicInteger());
    if (count.incrementAndGet() % every == 0) {
      pipeline
          .send(SCRIPT.command(List.of(stream), maxLength))
          .onFailure(cause -> LOG.warnf("%s was not trimmed: %s", stream, cause.getMessage()));
    }
  }
}
