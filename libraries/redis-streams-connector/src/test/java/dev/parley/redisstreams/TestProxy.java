package dev.parley.redisstreams;

import static dev.parley.redisstreams.TestRedis.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in front of a server: ends TLS, or swallows what is said on connections that stay open.
 */
public final class TestProxy implements AutoCloseable {

  private final NetClient client;
  private final NetServer server;
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean deaf;

  public TestProxy(Vertx vertx, int target, NetServerOptions options) {
    client = vertx.createNetClient();
    server = vertx.createNetServer(options.setHost("127.0.0.1").setPort(RedisProcess.freePort()));
    server.connectHandler(socket -> connect(socket, target));
    server.exceptionHandler(refusedHandshake -> {});
    await(server.listen());
  }

  private void connect(NetSocket near, int target) {
    near.pause();
    sockets.add(near);
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              join(near, far);
              join(far, near);
              near.resume();
            })
        .onFailure(refused -> near.close());
  }

  private void join(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          if (!deaf) {
            to.write(bytes);
          }
        });
    from.exceptionHandler(cut -> {});
    from.closeHandler(closed -> to.close());
  }

  public int port() {
    return server.actualPort();
  }

  /** Whether what is said is lost on the way; connections stay open and are taken as before. */
  public void deaf(boolean value) {
    deaf = value;
  }

  /** Cuts all connections. */
  public void cut() {
    sockets.forEach(NetSocket::close);
  }

  @Override
  public void close() {
    await(server.close());
    client.close();
  }
}
