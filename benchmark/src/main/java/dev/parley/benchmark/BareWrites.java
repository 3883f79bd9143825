package dev.parley.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * What this machine takes for a write: one Netty event loop writes to 1,000 connections in turn,
 * one write and flush each, and another loop reads. No server that tells each of its clients
 * something in a write of its own can do with less CPU.
 */
final class BareWrites {

  static final String NAME = "writes";

  private static final int CONNECTIONS = 1_000;

  /** A {@code message:new} of the load generator, with its frame, is about as long. */
  private static final int BYTES = 300;

  private static final int ROUNDS = 2_000;
  private static final int WARM_UP_ROUNDS = 500;

  private BareWrites() {}

  /** Prints what a write takes; a few tens of seconds. Exit code 0. */
  static int run() {
    System.out.print(measure());
    return 0;
  }

  private static String measure() {
    NioEventLoopGroup writing = new NioEventLoopGroup(1);
    NioEventLoopGroup reading = new NioEventLoopGroup(1);
    try {
      List<Channel> clients = connect(writing, reading);
      byte[] frame = new byte[BYTES];
      onLoop(writing, () -> writeRounds(clients, frame, WARM_UP_ROUNDS));
      long[] cpu = new long[1];
      long start = System.nanoTime();
      onLoop(
          writing,
          () -> {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            writeRounds(clients, frame, ROUNDS);
            cpu[0] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
          });
      double seconds = (System.nanoTime() - start) / 1e9;
      double writes = (double) ROUNDS * CONNECTIONS;
      return "%,.0f writes/s of %d bytes to %,d connections; %.2f us of CPU each in the writing thread%n"
          .formatted(writes / seconds, BYTES, CONNECTIONS, cpu[0] / 1e3 / writes);
    } finally {
      writing.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
      reading.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
  }

  private static void writeRounds(List<Channel> clients, byte[] frame, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (Channel client : clients) {
        ByteBuf copy = client.alloc().directBuffer(frame.length).writeBytes(frame);
        var unusedFuture = client.writeAndFlush(copy, client.voidPromise());
      }
    }
  }

  private static List<Channel> connect(NioEventLoopGroup writing, NioEventLoopGroup reading) {
    Queue<Channel> accepted = new ConcurrentLinkedQueue<>();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Channel server =
        new ServerBootstrap()
            .group(writing)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, CONNECTIONS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.add(channel);
                  }
                })
            .bind(here)
            .syncUninterruptibly()
            .channel();
    Bootstrap client =
        new Bootstrap().group(reading).channel(NioSocketChannel.class).handler(new Discard());
    for (int i = 0; i < CONNECTIONS; i++) {
      client.connect(server.localAddress()).syncUninterruptibly();
    }
    while (accepted.size() < CONNECTIONS) {
      Pause.millis(10);
    }
    return List.copyOf(accepted);
  }

  private static void onLoop(NioEventLoopGroup group, Runnable work) {
    group.next().submit(work).syncUninterruptibly();
  }

  /** Reads and forgets. */
  private static final class Discard extends ChannelInboundHandlerAdapter {

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ReferenceCountUtil.release(read);
    }
  }
}
