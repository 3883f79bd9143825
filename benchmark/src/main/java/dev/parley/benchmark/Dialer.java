package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Opens connections, all on one event loop: the generator shares the machine with what it loads.
 */
final class Dialer implements AutoCloseable {

  private static final long LIMIT_SECONDS = 180;

  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final EventLoop loop = group.next();

  EventLoop loop() {
    return loop;
  }

  /**
   * Opens one, on the event loop.
   *
   * @param failed is told why when there is no such server; else the connection's listener is
   */
  void dial(URI server, Connection connection, Consumer<String> failed) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(connection);
              }
            })
        .connect(server.getHost(), server.getPort())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                failed.accept("cannot connect: " + done.cause());
              }
            });
  }

  /** Does it on the event loop and returns when it is done; at most 180 s. */
  <T> T onLoop(Callable<T> work) {
    try {
      return loop.submit(work).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for what has no result. */
  void onLoop(Runnable work) {
    onLoop(
        () -> {
          work.run();
          return null;
        });
  }

  /** Closes everything; {@code last} is done before, on the event loop. Again: nothing. */
  void close(Runnable last) {
    if (!group.isShuttingDown()) {
      onLoop(last);
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
  }

  @Override
  public void close() {
    close(() -> {});
  }
}
