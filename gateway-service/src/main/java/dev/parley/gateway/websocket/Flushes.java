package dev.parley.gateway.websocket;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections of one event loop on which something was written: each is flushed once, at the
 * end of the loop's turn, so that what comes together for a client goes out in one system call.
 * Only to be used on the loop.
 */
final class Flushes implements Runnable {

  private final EventLoop loop;
  private final List<SocketTransport> waiting = new ArrayList<>();

  Flushes(EventLoop loop) {
    this.loop = loop;
  }

  /** Something was written on that connection; to be said once before it is flushed. */
  void add(SocketTransport transport) {
    if (waiting.isEmpty()) {
      loop.execute(this);
    }
    waiting.add(transport);
  }

  @Override
  public void run() {
    try {
      // A flush may tell a client to resync, which is added while this goes on.
      for (int i = 0; i < waiting.size(); i++) {
        waiting.get(i).flush();
      }
    } finally {
      waiting.clear();
    }
  }
}
