package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.connection.Backoff;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.RedisLink;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * The one loop of an incoming channel: read, hand over, wait until the application is done, and go
 * on. The acknowledgements of one round travel in the pipeline of the next read, so they cost no
 * round trip of their own. While a batch is being worked on nothing is read: that is the bound of
 * memory, and under load batches grow by themselves.
 *
 * <p>Runs on the event loop of its own connection; {@link #wake} and the subscriber's calls may
 * come from any thread.
 */
public final class ReadLoop {

  private static final Logger LOG = Logger.getLogger(ReadLoop.class);

  private final IncomingConfig config;
  private final Vertx vertx;
  private final Redis redis;
  private final RedisLink link;
  private final Source source;
  private final BatchPublisher publisher = new BatchPublisher(this::wake);
  private final Deque<Source.Read> waiting = new ArrayDeque<>();
  private final Backoff readBackoff = new Backoff();
  private final Backoff applicationBackoff = new Backoff();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private Long connectionId;
  private boolean fresh;
  private boolean running;
  private boolean reading;
  private boolean handedOver;
  private volatile boolean closing;

  /**
   * A loop that has not started.
   *
   * @param pipeline for what must not wait behind a blocking read: the leases
   */
  public ReadLoop(IncomingConfig config, Vertx vertx, Redis redis, CommandPipeline pipeline) {
    this.config = config;
    this.vertx = vertx;
    this.redis = redis;
    this.link = new RedisLink(vertx, redis, "channel '" + config.channel() + "'", this::linked);
    this.source =
        config.group() == null
            ? new PositionSource(config)
            : new GroupSource(
                config,
                new PartitionLeases(
                    config,
                    vertx,
                    pipeline,
                    task -> link.context().runOnContext(ignored -> task.run()),
                    this::wake));
  }

  public String channel() {
    return config.channel();
  }

  public Flow.Publisher<Message<?>> publisher() {
    return publisher;
  }

  public boolean isConnected() {
    return link.isConnected();
  }

  public void start() {
    link.start();
  }

  /**
   * Looks again whether there is something to do; a read that blocks is ended early. Any thread.
   */
  private void wake() {
    link.context()
        .runOnContext(
            ignored -> {
              unblock();
              next();
            });
  }

  /** Ends after the batch that is being worked on; completes when all that was held is given up. */
  public CompletableFuture<Void> close() {
    closing = true;
    wake();
    return closed;
  }

  private void linked(boolean connected) {
    if (connected) {
      fresh = true;
    }
    next();
  }

  private void next() {
    if (running || closed.isDone()) {
      return;
    }
    if (closing || publisher.isCancelled()) {
      finish();
    } else if (link.isConnected() && publisher.hasDemand() && hasWork()) {
      round();
    }
  }

  private boolean hasWork() {
    return fresh || !waiting.isEmpty() || !source.isIdle();
  }

  private void round() {
    running = true;
    attempt()
        .onComplete(
            result -> {
              if (result.succeeded()) {
                running = false;
                next();
              } else {
                failed(result.cause());
              }
            });
  }

  /** A bug must not end the loop for good: it fails the round like anything else. */
  private Future<Void> attempt() {
    try {
      return step();
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "channel '%s': a round failed", config.channel());
      return Future.failedFuture(bug);
    }
  }

  private Future<Void> step() {
    handedOver = false;
    if (fresh) {
      fresh = false;
      waiting.clear();
      source.recover();
      return identify().onFailure(cause -> fresh = true);
    }
    if (!waiting.isEmpty()) {
      handedOver = true;
      return handOver(waiting.poll()).onSuccess(ignored -> applicationBackoff.reset());
    }
    reading = true;
    return source
        .read(link::batch)
        .onComplete(ignored -> reading = false)
        .onSuccess(
            reads -> {
              readBackoff.reset();
              waiting.addAll(reads);
            })
        .mapEmpty();
  }

  private void failed(Throwable cause) {
    LOG.warnf("channel '%s': %s; trying again", config.channel(), cause.getMessage());
    fresh = true;
    pause((handedOver ? applicationBackoff : readBackoff).nextMillis())
        .onComplete(
            ignored -> {
              running = false;
              next();
            });
  }

  private Future<Void> handOver(Source.Read next) {
    // A lease may have run out while the entries waited: then they are the next owner's.
    List<Source.Origin> mine = next.origins().stream().filter(o -> o.partition().isHeld()).toList();
    if (mine.isEmpty()) {
      return Future.succeededFuture();
    }
    Source.Read read = new Source.Read(mine, next.gap());
    List<byte[]> payloads = new ArrayList<>(read.origins().size());
    List<IncomingRedisStreamMetadata> metadata = new ArrayList<>(read.origins().size());
    for (Source.Origin origin : read.origins()) {
      payloads.add(origin.entry().payload());
      metadata.add(
          new IncomingRedisStreamMetadata(
              origin.partition().stream(),
              origin.partition().number(),
              origin.entry().id(),
              origin.entry().key(),
              origin.redelivered()));
    }
    IncomingRedisStreamBatch batch = new IncomingRedisStreamBatch(metadata, read.gap());
    Promise<Void> settled = Promise.promise();
    emit(payloads, batch, settled);
    Promise<Void> onLoop = Promise.promise();
    settled
        .future()
        .onComplete(
            outcome ->
                link.context()
                    .runOnContext(
                        ignored -> {
                          if (outcome.succeeded()) {
                            source.done(read, batch.rejected());
                            onLoop.complete();
                          } else {
                            onLoop.fail(outcome.cause());
                          }
                        }));
    return onLoop.future();
  }

  /**
   * On a context of the batch's own (a duplicate, as Vert.x calls it), so that what the application
   * keeps there does not leak into the next batch.
   */
  private void emit(List<byte[]> payloads, IncomingRedisStreamBatch batch, Promise<Void> settled) {
    Context own = VertxContext.createNewDuplicatedContext(link.context());
    VertxContextSafetyToggle.setContextSafe(own, true);
    Message<List<byte[]>> message =
        Message.of(
            payloads,
            Metadata.of(batch, new LocalContextMetadata(own)),
            () -> {
              settled.tryComplete();
              return CompletableFuture.completedFuture(null);
            },
            cause -> {
              settled.tryFail(cause);
              return CompletableFuture.completedFuture(null);
            });
    ((ContextInternal) own)
        .dispatch(
            () -> {
              try {
                publisher.emit(message);
              } catch (RuntimeException refused) {
                settled.tryFail(refused);
              }
            });
  }

  /** The connection's id, by which a blocking read on it can be ended from another connection. */
  private Future<Void> identify() {
    return link.batch(List.of(Request.cmd(Command.CLIENT).arg("ID")), 0)
        .onSuccess(answers -> connectionId = answers.get(0).toLong())
        .mapEmpty();
  }

  private void unblock() {
    if (reading && connectionId != null && link.isConnected()) {
      redis
          .send(Request.cmd(Command.CLIENT).arg("UNBLOCK").arg(connectionId.toString()))
          .onFailure(cause -> LOG.debugf("unblock: %s", cause.getMessage()));
    }
  }

  private Future<Void> pause(long millis) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(millis, ignored -> over.complete());
    return over.future();
  }

  private void finish() {
    running = true;
    // Without a connection the leases run out by themselves.
    source
        .close(link::batch)
        .onComplete(
            ignored -> {
              link.close();
              publisher.complete();
              closed.complete(null);
            });
  }
}
