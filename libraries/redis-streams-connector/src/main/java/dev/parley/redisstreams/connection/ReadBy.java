package dev.parley.redisstreams.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.AbstractList;

/**
 * One command that remembers which event loop has read it last: that of the connection that wrote
 * it. The client does not say where its connections live.
 */
final class ReadBy extends AbstractList<Request> {

  private final Vertx vertx;
  private final Request command;
  private volatile EventLoop loop;

  ReadBy(Vertx vertx, Request command) {
    this.vertx = vertx;
    this.command = command;
  }

  /** Null when it was read on no event loop. */
  EventLoop loop() {
    return loop;
  }

  @Override
  public Request get(int index) {
    for (EventExecutor candidate : vertx.nettyEventLoopGroup()) {
      if (candidate.inEventLoop()) {
        loop = (EventLoop) candidate;
      }
    }
    return command;
  }

  @Override
  public int size() {
    return 1;
  }
}
