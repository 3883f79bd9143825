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
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
 * An incoming channel: an {@link Assignment} says what to read, {@link Readers} read it into the
 * {@link Intake}, the {@link Handover} gives it to the application, {@link Outcomes} decide what
 * becomes of it, and {@link Settlements} keep it until a reader or the {@link Teller} tells Redis.
 *
 * <p>Everything happens on one event loop, in one method that is run whenever anything has changed;
 * {@link #start}, {@link #close}, the health and the subscriber's calls may come from any thread.
 */
public final class IncomingChannel {

  private static final Logger LOG = Logger.getLogger(IncomingChannel.class);

  /** What Redis need not know yet, beyond which nothing is read. */
  private static final int MAX_UNTOLD = 10_000;

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
  private final Handover handover;
  private final Outcomes outcomes;
  private final Delays delays;
  private final Teller teller;
  private final Readers readers;
  private final Queue<Handed<?>> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private int unwanted;
  private boolean leaving;
  private volatile boolean started;
  private volatile boolean everConnected;
  private volatile boolean closing;
  private volatile Throwable failure;
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
    this.handover = new Handover(config, context, intake, publisher, decoder, tracing, this::ended);
    this.outcomes = new Outcomes(config, intake, settlements, meters, new Consequences());
    this.delays = new Delays(access.vertx(), this::onLoop);
    this.teller = new Teller(settlements, pipeline, this::onLoop, delays, this::run);
    Source source = group ? new GroupSource(config, assignment) : new PositionSource(config);
    this.readers =
        new Readers(
            config, access, context, pipeline, source, settlements, teller, assignment, new Desk());
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
    return started && failure == null && !closed.isDone() && readers.isConnected();
  }

  /** Whether it ever was. Any thread. */
  public boolean wasReady() {
    return everConnected || isReady();
  }

  /** Whether the channel can go on by itself: not stopped by a failure, not stuck. Any thread. */
  public boolean isAlive() {
    return failure == null && !readers.isStuck();
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
          readers.start();
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
      everConnected = readers.isConnected();
    }
    handover.run();
    if (unwanted > 0 && hasReleasable()) {
      readers.unblock();
    }
    readers.next();
    teller.tell();
  }

  private boolean hasReleasable() {
    return assignment.partitions().stream().anyMatch(this::isReleasable);
  }

  /**
   * Not while the teller has to do with it: what it tells would arrive when the lease is gone and
   * count for nothing, and the next owner would do it all again.
   */
  private boolean isReleasable(Partition partition) {
    return partition.isUnwanted()
        && partition.isHeld()
        && intake.lane(partition).handedOut() == 0
        && !teller.isConcernedWith(partition);
  }

  /** Waits for the application and for the readers, then gives everything back. */
  private void finish() {
    assignment.partitions().forEach(partition -> intake.close(partition, false));
    readers.unblock();
    if (leaving || teller.isTelling() || handover.outstanding() > 0 || readers.isRunning()) {
      return;
    }
    leaving = true;
    delays.cancel();
    backlog.close();
    publication.close();
    if (config.group() != null) {
      signals.unsubscribe(config.names().changes(config.group()), onSignal);
    }
    Settlements.Settlement settlement = settlements.takeAll();
    List<Request> last = new ArrayList<>(settlement.commands());
    last.addAll(assignment.leave());
    for (Partition partition : List.copyOf(assignment.partitions())) {
      last.addAll(assignment.release(partition));
    }
    // Without a connection the leases run out by themselves.
    teller
        .send(last)
        .onComplete(
            ignored -> {
              readers.stop();
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
      delays.later(
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
      readers.won(partition);
      wake();
    }

    @Override
    public void unwanted(Partition partition) {
      unwanted++;
      intake.close(partition, false);
      readers.unblock();
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
      delays.later(
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
