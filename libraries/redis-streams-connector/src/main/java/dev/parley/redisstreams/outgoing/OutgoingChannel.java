package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.LeaseLostException;
import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.StreamFullException;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.metrics.OutgoingMeters;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * An outgoing channel: each message becomes one entry ({@code XADD}) with the fields {@code key}
 * (when it has one), {@code data} and its headers. A message is acknowledged when Redis has
 * answered and not before; one that is to be delivered later, when Redis keeps it.
 *
 * <p>At most {@code max-pending} messages are on their way; beyond that the channel asks its
 * upstream for nothing. Messages of one key that are due at the same time keep the order in which
 * they came.
 *
 * <p>When the upstream completes, or fails, what is on its way is still sent and answered, and what
 * was held back is still moved: the channel ends with {@link #close}.
 */
public final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

  private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);
  private static final OutgoingRedisStreamMetadata NOTHING_SPECIAL =
      new OutgoingRedisStreamMetadata(null, -1, null, Map.of(), null, null, null);
  private static final long FULL = -1;
  private static final long EARLIEST = 1;

  private final OutgoingConfig config;
  private final CommandPipeline pipeline;
  private final Tracing tracing;
  private final Wakeups wakeups;
  private final OutgoingMeters meters = new OutgoingMeters();
  private final Trimmer trimmer;
  private final EntryWriter writer;
  private final Destinations destinations;
  private final AtomicInteger pending = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean closed;
  private Flow.Subscription subscription;

  /**
   * A channel without an upstream.
   *
   * @param wakeups by which another process tells that it has delayed something
   */
  public OutgoingChannel(
      OutgoingConfig config,
      Vertx vertx,
      CommandPipeline pipeline,
      Tracing tracing,
      Wakeups wakeups) {
    this.config = config;
    this.pipeline = pipeline;
    this.tracing = tracing;
    this.wakeups = wakeups;
    this.trimmer = new Trimmer(config, pipeline, meters);
    this.writer = new EntryWriter(config);
    StreamNames names = new StreamNames(config.stream(), config.partitions());
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    this.destinations =
        new Destinations(config, writer, partition -> own(names.partition(partition), context));
  }

  private Destination own(String stream, Context context) {
    Growth growth = new Growth(stream, config.maxBacklog(), trimmer);
    Mover mover =
        config.delayedDelivery()
            ? new Mover(
                stream, context, pipeline, Mover.FALLBACK_MILLIS, count -> moved(growth, count))
            : null;
    return new Destination(stream, writer.opening(stream), growth, mover);
  }

  private void moved(Growth growth, long count) {
    meters.moved.add(count);
    growth.moved(count);
  }

  public String channel() {
    return config.channel();
  }

  /** What the channel has counted since its start. */
  public OutgoingMeters meters() {
    return meters;
  }

  /** Whether what is sent now would reach Redis. */
  public boolean isConnected() {
    return pipeline.isConnected();
  }

  /**
   * Ends the channel: what is handed over from now on is nacked. Completes when everything before
   * has its outcome and nobody waits for this process to move delayed entries. Messages that answer
   * incoming ones still need the channel, so incoming channels are closed before; the pipeline, by
   * which all this is done, afterwards. What is held back stays in Redis, for whoever opens the
   * channel next.
   */
  public CompletableFuture<Void> close() {
    closed = true;
    drainedIfIdle();
    CompletableFuture<?>[] parts =
        Stream.concat(Stream.of(drained), movers().map(Mover::close))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(parts);
  }

  /** What moves held back entries, one per stream; none where nothing is held back. */
  Stream<Mover> movers() {
    return Arrays.stream(destinations.own()).map(Destination::mover).filter(Objects::nonNull);
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    subscription = upstream;
    movers().forEach(mover -> mover.start(wakeups));
    upstream.request(config.maxPending());
  }

  @Override
  public void onNext(Message<?> message) {
    pending.incrementAndGet();
    meters.pending.increment();
    try {
      send(message);
    } catch (RuntimeException refused) {
      ended(message, refused);
    }
  }

  @Override
  public void onError(Throwable cause) {
    LOG.errorf(cause, "channel '%s' ended", config.channel());
  }

  @Override
  public void onComplete() {
    LOG.debugf("channel '%s' completed", config.channel());
  }

  private void send(Message<?> message) {
    if (closed) {
      throw new IllegalStateException("the channel is closed");
    }
    OutgoingRedisStreamMetadata metadata =
        message.getMetadata(OutgoingRedisStreamMetadata.class).orElse(NOTHING_SPECIAL);
    byte[] key = metadata.key() == null ? null : metadata.key().getBytes(StandardCharsets.UTF_8);
    Destination to = destinations.of(metadata, key);
    boolean delayed = isDelayed(metadata, to);
    if (to.growth() != null && to.growth().isFull()) {
      throw new StreamFullException(to.stream(), config.maxBacklog());
    }
    byte[] data = Payloads.bytes(message.getPayload());
    Map<String, String> headers = headers(metadata);
    Tracing.Operation operation = tracing.publishing(message, to.stream(), headers);
    Sending sending = new Sending(message, to, delayed, operation);
    try {
      Request command =
          delayed ? delay(metadata, to, key, data, headers) : writer.add(to, key, data, headers);
      send(command, lease(message, metadata), to).onComplete(sending);
      if (!delayed && to.growth() != null) {
        to.growth().added(1);
      }
    } catch (RuntimeException bug) {
      operation.end(bug);
      throw bug;
    }
  }

  /** Tracing adds to them, so it needs a copy; without it they stay as they are. */
  private Map<String, String> headers(OutgoingRedisStreamMetadata metadata) {
    return tracing == Tracing.NONE ? metadata.headers() : new LinkedHashMap<>(metadata.headers());
  }

  private Future<Response> send(Request command, PartitionLease lease, Destination to) {
    return lease == PartitionLease.ENDLESS
        ? pipeline.send(command)
        : pipeline.send(command, lease::isHeld, () -> new LeaseLostException(to.stream()));
  }

  private static PartitionLease lease(Message<?> message, OutgoingRedisStreamMetadata metadata) {
    if (metadata.lease() != null) {
      return metadata.lease();
    }
    IncomingRedisStreamMetadata answered =
        message.getMetadata(IncomingRedisStreamMetadata.class).orElse(null);
    return answered == null ? PartitionLease.ENDLESS : answered.lease();
  }

  private boolean isDelayed(OutgoingRedisStreamMetadata metadata, Destination to) {
    if (metadata.deliverAt() == null && delay(metadata).isZero()) {
      return false;
    }
    if (!config.delayedDelivery()) {
      throw new IllegalArgumentException(
          "a message is to be delivered later, which needs delayed-delivery=true");
    }
    if (to.mover() == null) {
      throw new IllegalArgumentException(
          "a message is to be delivered later to "
              + to.stream()
              + ", and only the channel's own streams have somebody who does that");
    }
    return true;
  }

  private Duration delay(OutgoingRedisStreamMetadata metadata) {
    return metadata.delay() == null ? config.delay() : metadata.delay();
  }

  private Request delay(
      OutgoingRedisStreamMetadata metadata,
      Destination to,
      byte[] key,
      byte[] data,
      Map<String, String> headers) {
    if (metadata.deliverAt() != null) {
      return writer.addAt(metadata.deliverAt(), to, key, data, headers);
    }
    return writer.addIn(delay(metadata).plusNanos(999_999).toMillis(), to, key, data, headers);
  }

  /** A message on its way, told once what Redis has answered. */
  private final class Sending implements Handler<AsyncResult<Response>> {

    private final Message<?> message;
    private final Destination to;
    private final boolean delayed;
    private final Tracing.Operation operation;

    Sending(Message<?> message, Destination to, boolean delayed, Tracing.Operation operation) {
      this.message = message;
      this.to = to;
      this.delayed = delayed;
      this.operation = operation;
    }

    @Override
    public void handle(AsyncResult<Response> answer) {
      Throwable failure = answer.failed() ? answer.cause() : refusal(answer.result());
      if (failure == null) {
        taken(answer.result());
      }
      operation.end(failure);
      ended(message, failure);
    }

    private Throwable refusal(Response answer) {
      if (answer == null) {
        return new NoSuchStreamException(to.stream());
      }
      return delayed && answer.toLong() == FULL
          ? new StreamFullException(StreamNames.delayed(to.stream()), config.maxBacklog())
          : null;
    }

    private void taken(Response answer) {
      if (delayed) {
        meters.delayed.increment();
        if (answer.toLong() == EARLIEST) {
          to.mover().wake();
        }
      } else if (to.growth() == null) {
        trimmer.added(to.stream());
      }
    }
  }

  /** Tells the sender, and asks for one more when it has been told. */
  private void ended(Message<?> message, Throwable failure) {
    (failure == null ? meters.sent : meters.failed).increment();
    meters.pending.decrement();
    tell(message, failure)
        .whenComplete(
            (done, bug) -> {
              if (bug != null) {
                LOG.warnf(bug, "channel '%s': the sender failed on the outcome", config.channel());
              }
              subscription.request(1);
            });
    pending.decrementAndGet();
    drainedIfIdle();
  }

  private CompletionStage<Void> tell(Message<?> message, Throwable failure) {
    try {
      return failure == null ? message.ack() : message.nack(failure);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  private void drainedIfIdle() {
    if (closed && pending.get() == 0) {
      drained.complete(null);
    }
  }
}
