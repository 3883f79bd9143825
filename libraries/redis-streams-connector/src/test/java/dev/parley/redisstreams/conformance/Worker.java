package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.TestChannels.Batch;
import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestConsumer;
import dev.parley.redisstreams.TestConsumer.Received;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.incoming.IncomingChannel;
import dev.parley.redisstreams.metrics.IncomingMeters;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An application that says of each entry what came of it, whether it is handed them one by one or
 * in batches. A batch is given back when all of its entries are.
 */
final class Worker implements AutoCloseable {

  /** An entry in the application's hands. One of the methods without result is called, once. */
  interface Taken {

    String payload();

    IncomingRedisStreamMetadata metadata();

    void done();

    /**
     * It could not be done.
     *
     * @param how null for the channel's way
     */
    void fail(Throwable cause, OnNack how);

    default void fail() {
      fail(new IllegalStateException("not now"), null);
    }
  }

  /** In the order in which they came. */
  final List<Taken> taken = new CopyOnWriteArrayList<>();

  private final RedisAccess access;
  private final Consumer<Taken> task;
  private final AutoCloseable application;
  private final Supplier<IncomingChannel> channel;

  /**
   * Starts to take entries.
   *
   * @param mortal whether it can {@link #crash}
   * @param atOnce how many single entries it takes before it gives one back
   */
  Worker(
      TestServers servers,
      Mode mode,
      boolean mortal,
      int atOnce,
      Consumer<Taken> task,
      String... attributes) {
    this(mortal ? servers.access(Vertx.vertx()) : servers.access(), mode, atOnce, task, attributes);
  }

  /** The same, with a client that the test knows; it is closed with this. */
  Worker(RedisAccess access, Mode mode, int atOnce, Consumer<Taken> task, String... attributes) {
    this.access = access;
    this.task = task;
    if (mode.batch()) {
      Receiver receiver = new Receiver(access, (number, batch) -> take(batch), attributes);
      application = receiver;
      channel = receiver::channel;
    } else {
      TestConsumer consumer = new TestConsumer(access, atOnce, this::take, attributes);
      application = consumer;
      channel = consumer::channel;
    }
  }

  private void take(Received message) {
    take(new Single(message));
  }

  private CompletableFuture<Void> take(Batch batch) {
    CompletableFuture<Void> all = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(batch.payloads().size());
    for (int i = 0; i < batch.payloads().size(); i++) {
      take(new Element(batch, i, left, all));
    }
    return all;
  }

  private void take(Taken entry) {
    taken.add(entry);
    task.accept(entry);
  }

  private record Single(Received message) implements Taken {

    @Override
    public String payload() {
      return message.payload();
    }

    @Override
    public IncomingRedisStreamMetadata metadata() {
      return message.metadata();
    }

    @Override
    public void done() {
      message.ack();
    }

    @Override
    public void fail(Throwable cause, OnNack how) {
      message.nack(cause, how);
    }
  }

  private record Element(Batch batch, int index, AtomicInteger left, CompletableFuture<Void> all)
      implements Taken {

    @Override
    public String payload() {
      return batch.payloads().get(index);
    }

    @Override
    public IncomingRedisStreamMetadata metadata() {
      return batch.metadata().entries().get(index);
    }

    @Override
    public void done() {
      if (left.decrementAndGet() == 0) {
        all.complete(null);
      }
    }

    @Override
    public void fail(Throwable cause, OnNack how) {
      batch.metadata().fail(index, cause, how);
      done();
    }
  }

  List<String> payloads() {
    return taken.stream().map(Taken::payload).toList();
  }

  Set<String> distinct() {
    return new HashSet<>(payloads());
  }

  /** Payloads of one key, in the order in which they came. */
  List<String> payloads(String key) {
    return taken.stream()
        .filter(one -> key.equals(one.metadata().key()))
        .map(Taken::payload)
        .toList();
  }

  /** How often each came. */
  Map<String, Long> times() {
    return payloads().stream().collect(Collectors.groupingBy(p -> p, Collectors.counting()));
  }

  IncomingChannel channel() {
    return channel.get();
  }

  IncomingMeters meters() {
    return channel().meters();
  }

  /** A crash: from one moment to the next nobody is there. */
  void crash() {
    TestRedis.await(access.vertx().close());
  }

  @Override
  public void close() throws Exception {
    application.close();
    access.redis().close();
  }
}
