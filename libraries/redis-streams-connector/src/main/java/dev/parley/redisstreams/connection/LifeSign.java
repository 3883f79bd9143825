package dev.parley.redisstreams.connection;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/**
 * What a new connection is asked before it is used. At first whether anybody is there ({@code
 * PING}); after a server has refused its work, whether the new one would do it.
 */
final class LifeSign {

  private static final Request PING = Request.cmd(Command.PING);
  private static final Request HELLO = Request.cmd(Command.HELLO);

  private Request question = PING;

  /** The next connection is asked about what this command was refused for. */
  void refused(Request command, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    byte[] key = SlotGroups.key(command);
    if (message.contains("READONLY") || message.contains("MASTERDOWN")) {
      question = HELLO;
    } else if (message.contains("CLUSTERDOWN") && key != null) {
      question = Request.cmd(Command.EXISTS).arg(key);
    } else {
      question = PING;
    }
  }

  /**
   * Fails when nobody is there, or nobody who would do the work.
   *
   * @return the event loop of the connection; null where it is unknown
   */
  Future<EventLoop> of(Vertx vertx, RedisConnection connection) {
    Request asked = question;
    ReadBy line = new ReadBy(vertx, asked);
    return connection
        .batch(line)
        .compose(
            answers -> asked == HELLO ? master(answers.get(0)) : Future.<Void>succeededFuture())
        .recover(
            // Who may not ask has to try.
            cause ->
                Refusal.of(cause) == Refusal.COMMAND
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause))
        .map(alive -> line.loop());
  }

  private static Future<Void> master(Response hello) {
    Response role = hello.containsKey("role") ? hello.get("role") : null;
    return role == null || role.toString().equals("master")
        ? Future.succeededFuture()
        : Future.failedFuture(new NotWritableException(role.toString()));
  }

  /** The server is a replica. */
  static final class NotWritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotWritableException(String role) {
      super("the server is a " + role + " and cannot be written", null, false, false);
    }
  }
}
