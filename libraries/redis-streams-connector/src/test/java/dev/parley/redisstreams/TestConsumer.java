package dev.parley.redisstreams;

import dev.parley.redisstreams.connection.Connections;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.incoming.IncomingChannel;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.metrics.IncomingMeters;
import dev.parley.redisstreams.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** An application that takes single messages, several at a time if it wants to. */
public final class TestConsumer implements AutoCloseable, Flow.Subscriber<Message<?>> {

  /** One message that it was handed. */
  public record Received(
      String payload,
      IncomingRedisStreamMetadata metadata,
      Message<?> message,
      Runnable askForMore) {

    public void ack() {
      message.ack();
      askForMore.run();
    }

    public void nack(String why) {
      message.nack(new IllegalStateException(why));
      askForMore.run();
    }

    public void nack(String why, OnNack how) {
      nack(new IllegalStateException(why), how);
    }

    /** Null for the channel's way. */
    public void nack(Throwable cause, OnNack how) {
      message.nack(cause, how == null ? Metadata.empty() : Metadata.of(how));
      askForMore.run();
    }
  }

  public final List<Received> received = new CopyOnWriteArrayList<>();
  public volatile Throwable failure;
  private final int concurrency;
  private final Consumer<Received> application;
  private final Connections connections;
  private final IncomingChannel channel;
  private Flow.Subscription subscription;

  /**
   * Starts to consume.
   *
   * @param concurrency how many messages it has in its hands at most
   * @param application settles what it is given, now or later
   */
  public TestConsumer(
      TestServers servers, int concurrency, Consumer<Received> application, String... attributes) {
    this(servers.access(), concurrency, application, attributes);
  }

  /** The same, with a client that the test knows. */
  public TestConsumer(
      RedisAccess access, int concurrency, Consumer<Received> application, String... attributes) {
    this.concurrency = concurrency;
    this.application = application;
    connections = new Connections(access);
    connections.start();
    channel =
        new IncomingChannel(
            IncomingConfig.of(TestChannels.attributes(attributes), "consumer-" + UUID.randomUUID()),
            connections,
            Tracing.NONE,
            BatchDecoder.BYTES);
    channel.publisher().subscribe(this);
    channel.start();
  }

  /** Acknowledges everything, one by one. */
  public TestConsumer(TestServers servers, String... attributes) {
    this(servers, 1, Received::ack, attributes);
  }

  public List<String> payloads() {
    return received.stream().map(Received::payload).toList();
  }

  /** Payloads of one key, in the order in which they came. */
  public List<String> payloads(String key) {
    return received.stream()
        .filter(r -> key.equals(r.metadata().key()))
        .map(Received::payload)
        .toList();
  }

  public Map<String, Long> times() {
    return received.stream()
        .collect(Collectors.groupingBy(Received::payload, Collectors.counting()));
  }

  public IncomingMeters meters() {
    return channel.meters();
  }

  public IncomingChannel channel() {
    return channel;
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    subscription = upstream;
    upstream.request(concurrency);
  }

  @Override
  public void onNext(Message<?> message) {
    Received one =
        new Received(
            new String((byte[]) message.getPayload(), StandardCharsets.UTF_8),
            message.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow(),
            message,
            () -> subscription.request(1));
    received.add(one);
    application.accept(one);
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
  }

  @Override
  public void onComplete() {}

  /** A crash: nothing is settled, nothing is given back. */
  public void crash() {
    connections.close();
    channel.close();
  }

  @Override
  public void close() {
    try {
      channel.close().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("did not close", e);
    }
    connections.close();
  }
}
