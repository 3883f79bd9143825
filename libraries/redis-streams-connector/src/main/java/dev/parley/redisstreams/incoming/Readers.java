package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Assignment;
import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The readers of a channel: one that reads all partitions in one command or, since a command cannot
 * read several slots of a Cluster, there one for each partition, that comes and goes with it.
 *
 * <p>On the channel's event loop, but for what is said of any thread.
 */
final class Readers {

  private final IncomingConfig config;
  private final RedisAccess access;
  private final Context context;
  private final CommandPipeline pipeline;
  private final Source source;
  private final Settlements settlements;
  private final Teller teller;
  private final Assignment assignment;
  private final Reader.Desk desk;
  private final Reader common;
  private final Map<Partition, Reader> own = new IdentityHashMap<>();

  /** Readers that are not connected yet. */
  Readers(
      IncomingConfig config,
      RedisAccess access,
      Context context,
      CommandPipeline pipeline,
      Source source,
      Settlements settlements,
      Teller teller,
      Assignment assignment,
      Reader.Desk desk) {
    this.config = config;
    this.access = access;
    this.context = context;
    this.pipeline = pipeline;
    this.source = source;
    this.settlements = settlements;
    this.teller = teller;
    this.assignment = assignment;
    this.desk = desk;
    boolean several = access.cluster() && config.group() != null && config.names().partitions() > 0;
    this.common = several ? null : reader(assignment::partitions);
  }

  private Reader reader(Supplier<Collection<Partition>> partitions) {
    return new Reader(
        config, access, context, pipeline, source, settlements, teller, partitions, desk);
  }

  /** Connects what there is. */
  void start() {
    all().forEach(Reader::start);
  }

  /** There is a partition more to read. */
  void won(Partition partition) {
    if (common == null) {
      Reader reader = reader(() -> List.of(partition));
      own.put(partition, reader);
      reader.start();
    } else {
      common.unblock();
    }
  }

  /** Begins rounds where there is something to do. */
  void next() {
    if (common == null) {
      nextOfEach();
    } else {
      common.next();
    }
  }

  private void nextOfEach() {
    Collection<Partition> mine = assignment.partitions();
    Set<String> stillRead = new HashSet<>();
    for (Map.Entry<Partition, Reader> one : List.copyOf(own.entrySet())) {
      if (!mine.contains(one.getKey())) {
        if (one.getValue().isRunning()) {
          stillRead.add(one.getKey().stream());
        } else {
          one.getValue().stop();
          own.remove(one.getKey());
        }
      }
    }
    // What the last read for a lost lease takes is pending, and has to be there when that is read.
    mine.stream()
        .filter(partition -> !stillRead.contains(partition.stream()))
        .map(own::get)
        .filter(Objects::nonNull)
        .forEach(Reader::next);
  }

  /** Ends reads that block, where that is possible. */
  void unblock() {
    all().forEach(Reader::unblock);
  }

  /** Gives the connections back. Not while {@link #isRunning}. */
  void stop() {
    all().forEach(Reader::stop);
  }

  private Collection<Reader> all() {
    return common == null ? new ArrayList<>(own.values()) : List.of(common);
  }

  /** Whether a round is under way. */
  boolean isRunning() {
    return all().stream().anyMatch(Reader::isRunning);
  }

  /** Whether the channel reaches Redis. Any thread. */
  boolean isConnected() {
    return common == null ? pipeline.isConnected() : common.isConnected();
  }

  /** Whether the common reader hangs. Any thread. */
  boolean isStuck() {
    return common != null && common.isStuck();
  }
}
