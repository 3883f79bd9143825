package dev.parley.redisstreams.connection;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One connection to Redis that is nobody else's and comes back by itself. It counts in the client's
 * {@code max-pool-size}.
 *
 * <p>Everything happens on the link's own event loop: call {@link #batch} there only, and its
 * future completes there. A pipeline that gets no answer within its time closes the connection,
 * since a peer that vanished without a word is otherwise noticed by nobody.
 */
public final class RedisLink {

  /** How long Redis may take to answer, beyond the time that a command asked to block for. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);

  /** Dead connections taken from the pool in a row before it counts as a failure. */
  private static final int MAX_STALE = 64;

  private static final Logger LOG = Logger.getLogger(RedisLink.class);

  private enum State {
    CONNECTING,
    CONNECTED,
    DOWN,
    CLOSED
  }

  private final Vertx vertx;
  private final Context context;
  private final Redis redis;
  private final String name;
  private final Handler<Boolean> onChange;
  private final Backoff backoff = new Backoff();
  private volatile State state = State.CONNECTING;
  private RedisConnection connection;
  private int stale;

  /**
   * A link that is not connected yet; {@link #start} connects it.
   *
   * @param name for the log
   * @param onChange told on the event loop: true when connected, false when an attempt has failed;
   *     an established connection that drops is first tried again, which is neither
   */
  public RedisLink(Vertx vertx, Redis redis, String name, Handler<Boolean> onChange) {
    this.vertx = vertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.redis = redis;
    this.name = name;
    this.onChange = onChange;
  }

  /** The event loop that the link lives on. */
  public Context context() {
    return context;
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** Whether the last attempt to connect has failed (and the next one is being waited for). */
  public boolean isDown() {
    return state == State.DOWN || state == State.CLOSED;
  }

  public void start() {
    context.runOnContext(ignored -> connect());
  }

  /**
   * Sends the commands as one pipeline.
   *
   * @param blockMillis for how long they may block on purpose
   * @return the answers in order; fails as a whole when one of them is an error, when the link is
   *     not connected, or when the connection drops (it is then unknown what was carried out)
   */
  public Future<List<Response>> batch(List<Request> commands, long blockMillis) {
    if (state != State.CONNECTED) {
      return Future.failedFuture(new NotConnectedException(name));
    }
    RedisConnection used = connection;
    long timer =
        vertx.setTimer(
            blockMillis + REPLY_TIMEOUT.toMillis(),
            ignored -> {
              LOG.warnf("%s: no answer from Redis in %s, closing", name, REPLY_TIMEOUT);
              discard(used);
              lost(used);
            });
    Promise<List<Response>> answers = Promise.promise();
    used.batch(commands)
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              if (Vertx.currentContext() == context) {
                answers.handle(result);
              } else {
                context.runOnContext(ignored -> answers.handle(result));
              }
            });
    return answers.future();
  }

  /** Gives the connection back; the link stays closed. */
  public void close() {
    context.runOnContext(
        ignored -> {
          state = State.CLOSED;
          if (connection != null) {
            discard(connection);
            connection = null;
          }
        });
  }

  private void connect() {
    if (state == State.CLOSED) {
      return;
    }
    redis.connect().onComplete(result -> context.runOnContext(ignored -> connected(result)));
  }

  private void connected(AsyncResult<RedisConnection> result) {
    if (result.failed()) {
      failed(result.cause());
      return;
    }
    RedisConnection opened = result.result();
    if (state == State.CLOSED) {
      discard(opened);
      return;
    }
    connection = opened;
    // The pool may give out a connection that lives on another event loop.
    opened.exceptionHandler(cause -> context.runOnContext(ignored -> lost(opened)));
    opened.endHandler(ended -> context.runOnContext(ignored -> lost(opened)));
    // It may have ended before it had these handlers: only an answer shows that it lives.
    opened
        .send(Request.cmd(Command.PING))
        .onComplete(answer -> context.runOnContext(ignored -> alive(opened, answer)));
  }

  private void alive(RedisConnection opened, AsyncResult<Response> answer) {
    if (opened != connection) {
      return;
    }
    if (answer.failed()) {
      connection = null;
      discard(opened);
      gone(answer.cause());
      return;
    }
    if (backoff.failures() > 0) {
      LOG.infof("%s: connected to Redis again", name);
    }
    backoff.reset();
    stale = 0;
    state = State.CONNECTED;
    onChange.handle(true);
  }

  /** The pool gives out connections that were cut while they were idle, each of them once. */
  private void gone(Throwable cause) {
    if (++stale < MAX_STALE && !(cause instanceof ErrorType)) {
      connect();
    } else {
      failed(cause);
    }
  }

  private void failed(Throwable cause) {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.DOWN) {
      LOG.warnf("%s: Redis is away, trying again: %s", name, cause.getMessage());
    }
    stale = 0;
    state = State.DOWN;
    onChange.handle(false);
    vertx.setTimer(backoff.nextMillis(), ignored -> connect());
  }

  private void lost(RedisConnection ended) {
    if (ended != connection) {
      return;
    }
    connection = null;
    if (state == State.CONNECTED) {
      LOG.infof("%s: connection to Redis lost", name);
      state = State.CONNECTING;
    }
    gone(new NotConnectedException(name));
  }

  /**
   * A pooled connection that is closed goes back to the pool, even with a command under way. One
   * that has changed its database does not: it is really closed. That is the only way the client
   * offers.
   */
  private static void discard(RedisConnection connection) {
    connection
        .send(Request.cmd(Command.SELECT).arg(0))
        .onFailure(cause -> LOG.tracef("closing: %s", cause.getMessage()));
    connection.close().onFailure(cause -> LOG.debugf("closing: %s", cause.getMessage()));
  }
}
