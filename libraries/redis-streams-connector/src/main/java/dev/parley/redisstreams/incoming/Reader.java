package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.connection.Backoff;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.connection.RedisLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One connection that reads, over and over, as long as there is room for what it reads. What is to
 * be settled travels in the pipeline of the next read, so it costs no round trip of its own (dead
 * letters do, see {@link Teller}); so do partitions that are given away, which must not be read
 * while that is under way.
 *
 * <p>On the channel's event loop.
 */
final class Reader {

  /** What a reader needs from its channel. */
  interface Desk extends Source.Sink {

    /** Whether entries may be read now. */
    boolean hasRoom();

    /** Commands that give away those partitions that nobody works on; they are gone from now on. */
    List<Request> releases(Collection<Partition> of);

    /** Something has changed: entries have come, or the reader is idle, connected or not. */
    void changed();
  }

  private static final Logger LOG = Logger.getLogger(Reader.class);

  /** Longest round: a read that blocks, its answer's time, and a reconnect. */
  private static final long STUCK_NANOS = 90_000_000_000L;

  /** How soon to end a blocking read again that had not begun yet when it was ended. */
  private static final long UNBLOCK_AGAIN_MILLIS = 2;

  private final String channel;
  private final long blockMillis;
  private final long intervalNanos;
  private final Vertx vertx;
  private final CommandPipeline pipeline;
  private final boolean unblocks;
  private final Source source;
  private final Settlements settlements;
  private final Teller teller;
  private final Supplier<Collection<Partition>> partitions;
  private final Desk desk;
  private final RedisLink link;
  private final Backoff backoff = new Backoff();
  private String connectionId;
  private boolean fresh = true;
  private boolean waitingToRetry;

  /** The next round is to begin when its time has come. */
  private boolean pausing;

  private boolean stopped;
  private boolean unblocking;
  private volatile boolean running;
  private volatile boolean blocking;
  private volatile long roundBegan;

  /**
   * A reader that is not connected yet.
   *
   * @param context the channel's event loop
   * @param partitions what to read at present
   */
  Reader(
      IncomingConfig config,
      RedisAccess access,
      Context context,
      CommandPipeline pipeline,
      Source source,
      Settlements settlements,
      Teller teller,
      Supplier<Collection<Partition>> partitions,
      Desk desk) {
    this.channel = config.channel();
    this.blockMillis = config.block().toMillis();
    this.intervalNanos = config.readInterval().toNanos();
    this.vertx = access.vertx();
    this.pipeline = pipeline;
    this.unblocks = !access.cluster();
    this.source = source;
    this.settlements = settlements;
    this.teller = teller;
    this.partitions = partitions;
    this.desk = desk;
    this.link = new RedisLink(access, context, "channel '" + channel + "'", this::linked);
  }

  void start() {
    link.start();
  }

  /** Gives the connection back. Not while a round is under way. */
  void stop() {
    stopped = true;
    link.close();
  }

  boolean isConnected() {
    return link.isConnected();
  }

  boolean isRunning() {
    return running;
  }

  /** Whether a round takes longer than one can. Any thread. */
  boolean isStuck() {
    return running && System.nanoTime() - roundBegan > STUCK_NANOS;
  }

  private void linked(boolean connected) {
    if (connected) {
      fresh = true;
      waitingToRetry = false;
      connectionId = null;
    }
    desk.changed();
  }

  /** Begins a round if there is something to do. */
  void next() {
    if (running || stopped || waitingToRetry || !link.isConnected() || isTooSoon()) {
      return;
    }
    Collection<Partition> mine = List.copyOf(partitions.get());
    if (fresh) {
      if (mine.stream().anyMatch(teller::isConcernedWith)) {
        // Or else what is settled already would be read again as pending.
        return;
      }
      fresh = false;
      mine.forEach(Partition::recover);
    }
    Settlements.Settlement settlement = settlements.take(mine);
    List<Request> before = new ArrayList<>(settlement.commands());
    int settling = before.size();
    before.addAll(desk.releases(mine));
    List<Partition> readable =
        desk.hasRoom()
            ? mine.stream().filter(p -> !p.isUnwanted() && p.isHeld()).toList()
            : List.of();
    if (before.isEmpty() && readable.isEmpty()) {
      return;
    }
    running = true;
    roundBegan = System.nanoTime();
    Round round = new Round(before, settling, settlement);
    attempt(round, readable).onComplete(done -> over(round, done.failed() ? done.cause() : null));
  }

  /**
   * Whether less than the interval has passed since the last round began; then it goes on later.
   */
  private boolean isTooSoon() {
    if (intervalNanos == 0 || roundBegan == 0) {
      return false;
    }
    long left = roundBegan + intervalNanos - System.nanoTime();
    if (left > 0 && !pausing) {
      pausing = true;
      vertx.setTimer(
          Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)),
          ignored ->
              link.context()
                  .runOnContext(
                      now -> {
                        pausing = false;
                        desk.changed();
                      }));
    }
    return left > 0 && pausing;
  }

  /** A bug must not end the reader for good: it fails the round like anything else. */
  private Future<Void> attempt(Round round, List<Partition> readable) {
    try {
      if (connectionId == null && unblocks) {
        round.identify();
      }
      return readable.isEmpty()
          ? round.send(List.of(), 0).mapEmpty()
          : source.read(round, readable, block(readable), desk);
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "channel '%s': a round failed", channel);
      return Future.failedFuture(bug);
    }
  }

  /** Never longer than the partitions are certain to be this process's. */
  private long block(List<Partition> readable) {
    long block = blockMillis;
    for (Partition partition : readable) {
      block = Math.min(block, partition.certainMillis());
    }
    return Math.max(1, block);
  }

  private void over(Round round, Throwable failure) {
    running = false;
    blocking = false;
    if (failure == null) {
      backoff.reset();
    } else {
      round.failed();
      fresh = true;
      waitingToRetry = true;
      LOG.warnf("channel '%s': %s; trying again", channel, failure.getMessage());
      vertx.setTimer(
          backoff.nextMillis(),
          ignored ->
              link.context()
                  .runOnContext(
                      now -> {
                        waitingToRetry = false;
                        desk.changed();
                      }));
    }
    desk.changed();
  }

  /** Ends a read that blocks, so that the next round can do something else. */
  void unblock() {
    if (blocking && unblocks && connectionId != null && !unblocking) {
      unblocking = true;
      pipeline
          .send(Request.cmd(Command.CLIENT).arg("UNBLOCK").arg(connectionId))
          .onComplete(answer -> link.context().runOnContext(ignored -> unblocked(answer.failed())));
    }
  }

  private void unblocked(boolean failed) {
    unblocking = false;
    if (blocking && !failed) {
      vertx.setTimer(
          UNBLOCK_AGAIN_MILLIS, ignored -> link.context().runOnContext(now -> unblock()));
    }
  }

  /** One turn: what is sent along with the first pipeline, and what came of it. */
  private final class Round implements Source.Sender {
    private final List<Request> before;
    private final int settling;
    private final Settlements.Settlement settlement;
    private boolean identify;
    private boolean sent;

    Round(List<Request> before, int settling, Settlements.Settlement settlement) {
      this.before = before;
      this.settling = settling;
      this.settlement = settlement;
    }

    /** Asks for the connection's id, by which a blocking read on it can be ended. */
    void identify() {
      identify = true;
      before.add(Request.cmd(Command.CLIENT).arg("ID"));
    }

    @Override
    public Future<List<Response>> send(List<Request> commands, long block) {
      if (sent) {
        return link.batch(commands, block);
      }
      List<Request> all = new ArrayList<>(before.size() + commands.size());
      all.addAll(before);
      all.addAll(commands);
      if (all.isEmpty()) {
        return Future.succeededFuture(List.of());
      }
      blocking = block > 0;
      return link.batch(all, block).map(this::strip);
    }

    private List<Response> strip(List<Response> answers) {
      sent = true;
      settlement.answered(answers.subList(0, settling));
      if (identify) {
        connectionId = answers.get(before.size() - 1).toString();
      }
      return answers.subList(before.size(), answers.size());
    }

    void failed() {
      if (!sent) {
        settlement.failed();
      }
    }
  }
}
