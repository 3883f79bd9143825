package dev.parley.redisstreams;

import static dev.parley.redisstreams.TestRedis.await;

import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Set;

/** Real redis-servers in some arrangement, and a client to look behind the connector's back. */
public interface TestServers extends AutoCloseable {

  Vertx vertx();

  /** A client of its own, with a pool of its own, as an application would have it. */
  default RedisAccess access() {
    return access(vertx());
  }

  /** The same for an application with an event loop of its own, which may end before the tests. */
  RedisAccess access(Vertx vertx);

  /** Sends one command to where it belongs, not through what is tested. */
  Future<Response> send(Command command, Object... arguments);

  /** Runs one command where it belongs, not through what is tested. */
  default Response run(Command command, Object... arguments) {
    return await(send(command, arguments));
  }

  /** Cuts every connection but the one that says so. */
  void killConnections();

  /** Empties all servers. */
  void flush();

  /** Names of all connections of clients that are open now, on any server. */
  Set<String> connections();

  default long length(String stream) {
    return run(Command.XLEN, stream).toLong();
  }

  /** Entries pending in a group; none where the group is not made yet. */
  default long pending(String stream, String group) {
    return await(
        send(Command.XPENDING, stream, group)
            .map(reply -> reply.get(0).toLong())
            .recover(
                failure ->
                    failure.getMessage().startsWith("NOGROUP")
                        ? Future.succeededFuture(0L)
                        : Future.failedFuture(failure)));
  }

  @Override
  void close();
}
