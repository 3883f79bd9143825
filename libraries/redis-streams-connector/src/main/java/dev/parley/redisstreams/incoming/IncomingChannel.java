package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.UndecodableException;
import dev.parley.redisstreams.assignment.Assignment;
import dev.parley.redisstreams.assignment.ExclusiveAssignment;
import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.assignment.SharedAssignment;
import dev.parley.redisstreams.assignment.SoleReader;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.Connections;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.connection.Signals;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.metrics.Backlog;
import dev.parley.redisstreams.metrics.IncomingMeters;
import dev.parley.redisstreams.metrics.Meters;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * An incoming channel: an {@link Assignment} says what to read, {@link Reader}s read it into the
 * {@link Intake}, the {@link Handover} gives it to the application, {@link Outcomes} decide what
 * becomes of it, and {@link Settlements} tell Redis.
 *
 * <p>Everything happens on one event loop, in one method that is run whenever anything has changed;
 * {@link #start}, {@link #close}, the health and the subscriber's calls may come from any thread.
 */
public final class IncomingChannel {

  private static final Logger LOG = Logger.getLogger(IncomingChannel.class);

  /** What Redis need not know yet, beyond which nothing is read. */
  private static final int MAX_UNTOLD = 10_000;

  /** How soon to tell Redis again after that has failed. */
  private static final long TELL_AGAIN_MILLIS = 200;

  private final IncomingConfig config;
  private final RedisAccess access;
  private final CommandPipeline pipeline;
  private final Signals signals;
  private final Runnable onSignal;
  private final Context context;
  private final IncomingMeters meters = new IncomingMeters();
  private final MessagePublisher publisher = new MessagePublisher(this::wake);
  private final Intake intake;
  private final Assignment assignment;
  private final Settlements settlements;
  private final Source source;
  private final Handover handover;
  private final Outcomes outcomes;
  private final Map<Partition, Reader> readers = new IdentityHashMap<>();
  private final Reader common;
  private final Desk desk = new Desk();
  private final Queue<Handed<?>> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private int unwanted;
  private Settlements.Settlement told;
  private boolean leaving;
  private volatile boolean started;
  private volatile boolean everConnected;
  private volatile boolean closing;
  private volatile Throwable failure;
  private final Set<Long> timers = new HashSet<>();
  private final Set<String> streams = ConcurrentHashMap.newKeySet();
  private final Backlog backlog;
  private final Meters.Publication publication;

  /** A channel that has not started. */
  public IncomingChannel(
      IncomingConfig config, Connections connections, Tracing tracing, BatchDecoder decoder) {
    this.config = config;
    this.access = connections.access();
    this.pipeline = connections.pipeline();
    this.signals = connections.signals();
    this.context = ((VertxInternal) access.vertx()).createEventLoopContext();
    this.intake = new Intake(config.mode());
    this.assignment = assignment();
    this.onSignal = () -> onLoop(assignment::changed);
    boolean group = config.group() != null;
    this.settlements =
        group
            ? new GroupSettlements(config, assignment, meters)
            : new PositionSettlements(config, meters);
    this.source = group ? new GroupSource(config, assignment) : new PositionSource(config);
    this.handover = new Handover(config, context, intake, publisher, decoder, tracing, this::ended);
    this.outcomes = new Outcomes(config, intake, settlements, meters, new Consequences());
    // A command cannot read several slots of a cluster: there each partition has its own reader.
    this.common =
        access.cluster() && group && config.names().partitions() > 0
            ? null
            : reader(assignment::partitions);
    this.backlog =
        new Backlog(
            config.channel(),
            config.group(),
            group ? config.metricsInterval() : Duration.ZERO,
            access.vertx(),
            pipeline,
            () -> streams);
    this.publication =
        Meters.publish(config.channel(), config.stream(), config.group(), meters, backlog);
    meters.gauges(intake::unsettled, intake::heldBack, streams::size);
  }

  private Assignment assignment() {
    if (config.group() == null) {
      return new SoleReader(config.stream());
    }
    return config.shared()
        ? new SharedAssignment(
            config.member(), access.vertx(), pipeline, this::onLoop, new Changes())
        : new ExclusiveAssignment(
            config.member(), access.vertx(), pipeline, this::onLoop, new Changes());
  }

  private Reader reader(java.util.function.Supplier<Collection<Partition>> partitions) {
    return new Reader(config, access, context, pipeline, source, settlements, partitions, desk);
  }

  public String channel() {
    return config.channel();
  }

  public IncomingMeters meters() {
    return meters;
  }

  public Flow.Publisher<Message<?>> publisher() {
    return publisher;
  }

  /** Whether the channel is connected and takes part in its group. Any thread. */
  public boolean isReady() {
    return started && failure == null && !closed.isDone() && isConnected();
  }

  /** Whether it ever was. Any thread. */
  public boolean wasReady() {
    return everConnected || isReady();
  }

  private boolean isConnected() {
    return common != null ? common.isConnected() : pipeline.isConnected();
  }

  /** Whether the channel can go on by itself: not stopped by a failure, not stuck. Any thread. */
  public boolean isAlive() {
    return failure == null && (common == null || !common.isStuck());
  }

  public void start() {
    started = true;
    backlog.start();
    if (config.group() != null) {
      signals.subscribe(config.names().changes(config.group()), onSignal);
    }
    onLoop(
        () -> {
          assignment.start();
          if (common != null) {
            common.start();
          }
        });
  }

  /** Ends after what is being worked on; completes when all that was held is given back. */
  public CompletableFuture<Void> close() {
    closing = true;
    wake();
    return closed;
  }

  private void onLoop(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  /** Looks again whether there is something to do. Any thread. */
  private void wake() {
    if (scheduled.compareAndSet(false, true)) {
      context.runOnContext(
          ignored -> {
            scheduled.set(false);
            run();
          });
    }
  }

  private void ended(Handed<?> message) {
    ended.add(message);
    wake();
  }

  private void run() {
    for (Handed<?> next; (next = ended.poll()) != null; ) {
      handover.ended();
      outcomes.of(next);
    }
    if (closed.isDone()) {
      return;
    }
    if (closing || publisher.isCancelled()) {
      finish();
      return;
    }
    if (!everConnected) {
      everConnected = isConnected();
    }
    handover.run();
    if (unwanted > 0 && common != null && hasReleasable()) {
      common.unblock();
    }
    nextRounds();
    tell();
  }

  private boolean hasReleasable() {
    return assignment.partitions().stream().anyMatch(this::isReleasable);
  }

  /**
   * Not while Redis is being told on another connection what is settled: that would arrive when the
   * lease is gone and count for nothing, and the next owner would do it all again.
   */
  private boolean isReleasable(Partition partition) {
    return partition.isUnwanted()
        && partition.isHeld()
        && intake.lane(partition).handedOut() == 0
        && (told == null || !told.concerns(partition));
  }

  private void nextRounds() {
    if (common != null) {
      common.next();
      return;
    }
    Collection<Partition> mine = assignment.partitions();
    Set<String> stillRead = new HashSet<>();
    for (Map.Entry<Partition, Reader> one : List.copyOf(readers.entrySet())) {
      if (!mine.contains(one.getKey())) {
        if (one.getValue().isRunning()) {
          stillRead.add(one.getKey().stream());
        } else {
          one.getValue().stop();
          readers.remove(one.getKey());
        }
      }
    }
    // What the last read for a lost lease takes is pending, and has to be there when that is read.
    mine.stream()
        .filter(partition -> !stillRead.contains(partition.stream()))
        .map(readers::get)
        .filter(Objects::nonNull)
        .forEach(Reader::next);
  }

  /** What no reader took along is told at once, and what comes meanwhile is told together. */
  private void tell() {
    if (told != null || settlements.waiting() == 0) {
      return;
    }
    Settlements.Settlement settlement = settlements.take(null);
    told = settlement;
    send(settlement.commands())
        .onComplete(
            answers -> {
              told = null;
              if (answers.succeeded()) {
                settlement.answered(answers.result());
                run();
              } else {
                settlement.failed();
                later(TELL_AGAIN_MILLIS, this::run);
              }
            });
  }

  private Future<List<Response>> send(List<Request> commands) {
    List<Future<Response>> answers = new ArrayList<>(commands.size());
    commands.forEach(command -> answers.add(pipeline.send(command)));
    io.vertx.core.Promise<List<Response>> all = io.vertx.core.Promise.promise();
    Future.join(answers)
        .onComplete(
            joined ->
                onLoop(
                    () -> {
                      if (joined.succeeded()) {
                        all.complete(answers.stream().map(Future::result).toList());
                      } else {
                        all.fail(joined.cause());
                      }
                    }));
    return all.future();
  }

  private void later(long millis, Runnable task) {
    timers.add(
        access
            .vertx()
            .setTimer(
                Math.max(1, millis),
                id ->
                    onLoop(
                        () -> {
                          timers.remove(id);
                          task.run();
                        })));
  }

  /** Waits for the application and for the readers, then gives everything back. */
  private void finish() {
    assignment.partitions().forEach(partition -> intake.close(partition, false));
    List<Reader> all = new ArrayList<>(readers.values());
    if (common != null) {
      all.add(common);
    }
    all.forEach(Reader::unblock);
    if (leaving
        || told != null
        || handover.outstanding() > 0
        || all.stream().anyMatch(Reader::isRunning)) {
      return;
    }
    leaving = true;
    timers.forEach(access.vertx()::cancelTimer);
    backlog.close();
    publication.close();
    if (config.group() != null) {
      signals.unsubscribe(config.names().changes(config.group()), onSignal);
    }
    Settlements.Settlement settlement = settlements.take(null);
    List<Request> last = new ArrayList<>(settlement.commands());
    last.addAll(assignment.leave());
    for (Partition partition : List.copyOf(assignment.partitions())) {
      last.addAll(assignment.release(partition));
    }
    // Without a connection the leases run out by themselves.
    send(last)
        .onComplete(
            ignored -> {
              all.forEach(Reader::stop);
              streams.clear();
              if (failure == null) {
                publisher.complete();
              } else {
                publisher.fail(failure);
              }
              closed.complete(null);
            });
  }

  private final class Desk implements Reader.Desk {

    @Override
    public boolean hasRoom() {
      if (closing
          || publisher.isCancelled()
          || intake.heldBack() >= config.maxHeldBack()
          || settlements.waiting() >= MAX_UNTOLD) {
        return false;
      }
      int ahead = intake.unsettled() - intake.heldBack();
      boolean room =
          config.batch()
              ? publisher.hasDemand() && handover.outstanding() == 0 && intake.ready() == 0
              : publisher.isSubscribed() && ahead <= config.readAhead() / 2;
      return room
          && (ahead == 0 || assignment.partitions().stream().noneMatch(Partition::hasSuspect));
    }

    @Override
    public boolean isTelling() {
      return told != null;
    }

    @Override
    public List<Request> releases(Collection<Partition> of) {
      List<Request> commands = new ArrayList<>();
      for (Partition partition : of) {
        if (isReleasable(partition)) {
          commands.addAll(assignment.release(partition));
          intake.close(partition, true);
          unwanted--;
          streams.remove(partition.stream());
        }
      }
      return commands;
    }

    @Override
    public void take(Partition partition, Entry entry, int count, boolean gap) {
      if (!partition.isHeld()) {
        return;
      }
      meters.received.increment();
      if (count > 1) {
        meters.redelivered.increment();
      }
      Lane lane = intake.lane(partition);
      if (lane.unsettled().containsKey(entry.id())) {
        return;
      }
      Delivery delivery = new Delivery(entry, lane, count, gap);
      settlements.read(delivery);
      if (!entry.isFor(config.group())) {
        settlements.done(delivery);
      } else if (entry.data() == null) {
        outcomes.deadLetter(delivery, new UndecodableException(partition.stream(), entry.id()));
      } else if (config.failure().isHopeless(count)) {
        outcomes.deadLetter(
            delivery, new IllegalStateException(count + " readers took it and vanished"));
      } else {
        intake.add(delivery);
      }
    }

    @Override
    public void lookAgain(Partition partition, long millis) {
      later(
          millis,
          () -> {
            partition.sweep();
            run();
          });
    }

    @Override
    public void changed() {
      wake();
    }
  }

  private final class Changes implements Assignment.Listener {

    @Override
    public void won(Partition partition) {
      streams.add(partition.stream());
      if (common == null) {
        Reader reader = reader(() -> List.of(partition));
        readers.put(partition, reader);
        reader.start();
      } else {
        common.unblock();
      }
      wake();
    }

    @Override
    public void unwanted(Partition partition) {
      unwanted++;
      intake.close(partition, false);
      if (common != null) {
        common.unblock();
      }
      wake();
    }

    @Override
    public void lost(Partition partition) {
      streams.remove(partition.stream());
      unwanted -= partition.isUnwanted() ? 1 : 0;
      intake.close(partition, true);
      wake();
    }

    @Override
    public void sweep() {
      wake();
    }
  }

  private final class Consequences implements Outcomes.Consequences {

    @Override
    public void later(List<Intake.Held> held, long delayMillis) {
      IncomingChannel.this.later(
          delayMillis,
          () -> {
            held.forEach(intake::release);
            run();
          });
    }

    @Override
    public void stop(Throwable cause) {
      LOG.errorf("channel '%s' is stopped", config.channel());
      failure = cause;
      closing = true;
      wake();
    }
  }
}
