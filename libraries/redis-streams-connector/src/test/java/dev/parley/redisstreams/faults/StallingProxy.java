package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in front of a Redis, and can keep what its clients say for a while, as the network or a
 * paused process would. Answers pass.
 */
final class StallingProxy implements AutoCloseable {

  private final NetClient client;
  private final NetServer server;

  /** By the ports by which Redis knows them. */
  private final Map<Integer, NetSocket> clients = new ConcurrentHashMap<>();

  private volatile boolean stalled;

  StallingProxy(Vertx vertx, int target) {
    client = vertx.createNetClient();
    server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0));
    server.connectHandler(near -> connect(near, target));
    await(server.listen());
  }

  int port() {
    return server.actualPort();
  }

  /** What clients say is kept. */
  void stall() {
    stalled = true;
    clients.values().forEach(NetSocket::pause);
  }

  /** What one client says is kept, the one that Redis knows by this port. */
  void stall(int port) {
    clients.get(port).pause();
  }

  /** What was kept arrives. */
  void resume() {
    stalled = false;
    clients.values().forEach(NetSocket::resume);
  }

  private void connect(NetSocket near, int target) {
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onSuccess(
            far -> {
              near.handler(far::write);
              far.handler(near::write);
              near.closeHandler(closed -> far.close());
              far.closeHandler(closed -> near.close());
              clients.put(far.localAddress().port(), near);
              if (!stalled) {
                near.resume();
              }
            })
        .onFailure(refused -> near.close());
  }

  @Override
  public void close() {
    await(server.close());
    await(client.close());
  }
}
