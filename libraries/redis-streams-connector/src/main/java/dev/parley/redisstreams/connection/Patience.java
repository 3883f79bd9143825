package dev.parley.redisstreams.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** How long is waited for what the client itself waits for without end. */
final class Patience {

  /** How long a connection that is given up may take to write its last command. */
  private static final long LAST_MILLIS = 1_000;

  private static final Logger LOG = Logger.getLogger(Patience.class);

  private Patience() {}

  /**
   * The same result, or a failure after {@link RedisLink#REPLY_TIMEOUT}. The client may wait for a
   * free connection, and for an answer to its greeting.
   *
   * @param late what to do with a result that nobody waits for any more
   */
  static <T> Future<T> within(Vertx vertx, Future<T> slow, String what, Consumer<T> late) {
    Promise<T> first = Promise.promise();
    String problem = "no " + what + " in " + RedisLink.REPLY_TIMEOUT.toSeconds() + " s";
    long timer =
        vertx.setTimer(
            RedisLink.REPLY_TIMEOUT.toMillis(),
            ignored -> first.tryFail(new TimeoutException(problem)));
    slow.onComplete(
        result -> {
          vertx.cancelTimer(timer);
          if (result.failed()) {
            first.tryFail(result.cause());
          } else if (!first.tryComplete(result.result())) {
            late.accept(result.result());
          }
        });
    return first.future();
  }

  /**
   * Really closes a connection. A pooled one that is closed goes back to the pool, even with a
   * command under way, unless it was used for Pub/Sub; then the pool has no use for it. That is the
   * only way the client offers, and the one command that has no answer to wait for.
   */
  static void close(Vertx vertx, RedisConnection useless) {
    useless.handler(ignored -> {});
    Promise<Void> marked = Promise.promise();
    long timer = vertx.setTimer(LAST_MILLIS, ignored -> marked.tryComplete());
    useless
        .send(Request.cmd(Command.UNSUBSCRIBE))
        .onComplete(
            ignored -> {
              vertx.cancelTimer(timer);
              marked.tryComplete();
            });
    marked
        .future()
        .compose(ignored -> useless.close())
        .onFailure(cause -> LOG.debugf("closing: %s", cause.getMessage()));
  }
}
