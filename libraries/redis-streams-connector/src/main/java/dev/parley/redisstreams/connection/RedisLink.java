package dev.parley.redisstreams.connection;

import dev.parley.redisstreams.connection.LifeSign.NotWritableException;
import io.netty.channel.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
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
  private final boolean cluster;
  private final Backoff backoff = new Backoff();
  private final LifeSign lifeSign = new LifeSign();
  private volatile State state = State.CONNECTING;
  private Handler<Response> onPush = ignored -> {};
  private ContextInternal line;
  private RedisConnection connection;
  private int stale;

  /** Whether the trouble has been logged. */
  private boolean away;

  /** Whether a server has refused its work since the last time that one did it. */
  private boolean refused;

  /**
   * A link that is not connected yet; {@link #start} connects it.
   *
   * @param name for the log
   * @param onChange told on the event loop: true when connected, false when an attempt has failed;
   *     an established connection that drops is first tried again, which is neither
   */
  public RedisLink(RedisAccess access, String name, Handler<Boolean> onChange) {
    this(access, ((VertxInternal) access.vertx()).createEventLoopContext(), name, onChange);
  }

  /** A link on an event loop that is there already. */
  public RedisLink(RedisAccess access, Context context, String name, Handler<Boolean> onChange) {
    this.vertx = access.vertx();
    this.context = context;
    this.line = (ContextInternal) context;
    this.redis = access.redis();
    this.cluster = access.cluster();
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
   * Sends the commands as one pipeline. In a Cluster those of one slot keep their order, those of
   * different slots go their ways; commands whose slot has just moved are sent once more.
   *
   * @param blockMillis for how long they may block on purpose
   * @return the answers in order; fails as a whole when one of them is an error, when the link is
   *     not connected, or when the connection drops (it is then unknown what was carried out)
   */
  public Future<List<Response>> batch(List<Request> commands, long blockMillis) {
    if (!cluster) {
      return send(commands, blockMillis);
    }
    return SlotGroups.of(commands)
        .send(
            group ->
                send(group.commands(), blockMillis)
                    .recover(cause -> redirected(group.commands(), blockMillis, cause)));
  }

  private Future<List<Response>> redirected(
      List<Request> commands, long blockMillis, Throwable cause) {
    if (!Refusal.redirectsAll(cause, commands.size())) {
      return Future.failedFuture(cause);
    }
    Future<List<Response>> answers = Future.succeededFuture(new ArrayList<>());
    for (Request command : commands) {
      answers =
          answers.compose(
              before ->
                  follow(command, blockMillis)
                      .map(
                          answer -> {
                            before.add(answer);
                            return before;
                          }));
    }
    return answers;
  }

  /** Sends commands of one slot as they are, and notices what their answer says of the link. */
  Future<List<Response>> send(List<Request> commands, long blockMillis) {
    return exchange(commands.get(0), blockMillis, used -> used.batch(commands));
  }

  /**
   * Sends one command to where its slot is now, even while it is moving there. Only the client's
   * single commands can do that; its pipelines cannot.
   */
  Future<Response> follow(Request command, long blockMillis) {
    return exchange(command, blockMillis, used -> used.send(command).onComplete(a -> watch(used)));
  }

  private <T> Future<T> exchange(
      Request first, long blockMillis, Function<RedisConnection, Future<T>> command) {
    if (state != State.CONNECTED) {
      return Future.failedFuture(new NotConnectedException(name));
    }
    RedisConnection used = connection;
    long timer =
        vertx.setTimer(
            blockMillis + REPLY_TIMEOUT.toMillis(),
            ignored -> {
              LOG.warnf("%s: no answer from Redis in %s, closing", name, REPLY_TIMEOUT);
              lost(used);
            });
    Promise<T> answers = Promise.promise();
    Promise<T> sent = Promise.promise();
    if (line == context) {
      command.apply(used).onComplete(sent);
    } else {
      line.runOnContext(ignored -> command.apply(used).onComplete(sent));
    }
    sent.future()
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              if (Vertx.currentContext() == context) {
                answered(used, first, result, answers);
              } else {
                context.runOnContext(ignored -> answered(used, first, result, answers));
              }
            });
    return answers.future();
  }

  private <T> void answered(
      RedisConnection used, Request first, AsyncResult<T> result, Promise<T> answers) {
    if (result.succeeded()) {
      if (refused) {
        refused = false;
        recovered();
      }
    } else {
      judge(used, first, result.cause());
    }
    answers.handle(result);
  }

  private void judge(RedisConnection used, Request first, Throwable cause) {
    switch (Refusal.of(cause)) {
      case CONNECTION -> lost(used);
      case SERVER -> refused(used, first, cause);
      default -> {}
    }
  }

  /** The connection is fine and of no use: only a new one may lead to a server that works. */
  private void refused(RedisConnection used, Request first, Throwable cause) {
    if (used == connection) {
      lifeSign.refused(first, cause);
      refused = true;
      giveUp();
      failed(cause);
    }
  }

  /** Who is told on the event loop of what Redis says without being asked (Pub/Sub). */
  void onPush(Handler<Response> handler) {
    onPush = handler;
  }

  /** Sends a Pub/Sub command, whose answer comes as a push; on the event loop. */
  Future<Void> tell(Request command) {
    if (state != State.CONNECTED) {
      return Future.failedFuture(new NotConnectedException(name));
    }
    return connection.send(command).mapEmpty();
  }

  /** Gives a connection up that does not do its work; on the event loop. */
  void renew(String reason) {
    if (state == State.CONNECTED) {
      LOG.warnf("%s: %s, closing", name, reason);
      lost(connection);
    }
  }

  /** Closes the connection; the link stays closed. */
  public void close() {
    context.runOnContext(
        ignored -> {
          state = State.CLOSED;
          if (connection != null) {
            giveUp();
          }
        });
  }

  private void connect() {
    if (state == State.CLOSED) {
      return;
    }
    Patience.within(vertx, redis.connect(), "connection", this::discard)
        .onComplete(result -> context.runOnContext(ignored -> connected(result)));
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
    watch(opened);
    // It may have ended before it had these handlers: only an answer shows that it lives.
    Patience.within(vertx, lifeSign.of(vertx, opened), "answer", late -> {})
        .onComplete(answer -> context.runOnContext(ignored -> alive(opened, answer)));
  }

  /** Also what a connection to a Cluster has opened since: its handlers go to what is open. */
  private void watch(RedisConnection opened) {
    // The pool may give out a connection that lives on another event loop.
    opened.exceptionHandler(cause -> context.runOnContext(ignored -> lost(opened)));
    opened.endHandler(ended -> context.runOnContext(ignored -> lost(opened)));
    opened.handler(push -> context.runOnContext(ignored -> pushed(opened, push)));
  }

  private void pushed(RedisConnection source, Response push) {
    if (source == connection && push != null) {
      onPush.handle(push);
    }
  }

  private void alive(RedisConnection opened, AsyncResult<EventLoop> answer) {
    if (opened != connection) {
      return;
    }
    if (answer.failed()) {
      giveUp();
      gone(answer.cause());
      return;
    }
    if (!refused) {
      recovered();
    }
    line = context(answer.result());
    stale = 0;
    state = State.CONNECTED;
    onChange.handle(true);
  }

  /**
   * Where commands are given to the connection. The client completes the answers of a pipeline on
   * the context that it was called on, and when it has to go to the connection's event loop first,
   * each on a context of another event loop: slowly, in no order, and with garbled errors.
   */
  private ContextInternal context(EventLoop loop) {
    ContextInternal own = (ContextInternal) context;
    if (loop == null || loop == own.nettyEventLoop()) {
      return own;
    }
    return loop == line.nettyEventLoop()
        ? line
        : ((VertxInternal) vertx).createEventLoopContext(loop, own.workerPool(), own.classLoader());
  }

  private void recovered() {
    if (away) {
      LOG.infof("%s: connected to Redis again", name);
    }
    away = false;
    backoff.reset();
  }

  /** The pool gives out connections that were cut while they were idle, each of them once. */
  private void gone(Throwable cause) {
    boolean wasIdle =
        Refusal.of(cause) == Refusal.CONNECTION
            && !(cause instanceof TimeoutException || cause instanceof NotWritableException);
    if (++stale < MAX_STALE && wasIdle) {
      connect();
    } else {
      failed(cause);
    }
  }

  private void failed(Throwable cause) {
    if (state == State.CLOSED) {
      return;
    }
    if (!away) {
      LOG.warnf("%s: Redis is away, trying again: %s", name, cause.getMessage());
    }
    away = true;
    stale = 0;
    state = State.DOWN;
    onChange.handle(false);
    vertx.setTimer(backoff.nextMillis(), ignored -> connect());
  }

  private void lost(RedisConnection ended) {
    if (ended != connection) {
      return;
    }
    giveUp();
    if (state == State.CONNECTED) {
      LOG.infof("%s: connection to Redis lost", name);
      state = State.CONNECTING;
    }
    gone(new NotConnectedException(name));
  }

  private void giveUp() {
    RedisConnection useless = connection;
    connection = null;
    discard(useless);
  }

  private void discard(RedisConnection useless) {
    Patience.close(vertx, useless);
  }
}
