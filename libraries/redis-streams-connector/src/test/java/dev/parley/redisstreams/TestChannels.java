package dev.parley.redisstreams;

import dev.parley.redisstreams.config.Attributes;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.Connections;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.incoming.IncomingChannel;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.metrics.OutgoingMeters;
import dev.parley.redisstreams.outgoing.OutgoingChannel;
import dev.parley.redisstreams.outgoing.OutgoingConfig;
import dev.parley.redisstreams.outgoing.Wakeups;
import dev.parley.redisstreams.tracing.Tracing;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Channels as the connector makes them, without a container around them. */
public final class TestChannels {

  private TestChannels() {}

  public static Attributes attributes(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("channel-name", "test");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Attributes(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .build());
  }

  private static void closed(CompletableFuture<Void> closing) {
    try {
      closing.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("did not close", e);
    }
  }

  /** An application that sends. */
  public static final class Sender implements AutoCloseable {
    private final SubmissionPublisher<Message<?>> messages =
        new SubmissionPublisher<>(Runnable::run, 1 << 16);
    private final CommandPipeline pipeline;
    private final OutgoingChannel channel;

    public Sender(TestServers servers, String... attributes) {
      this(servers.access(), attributes);
    }

    /** The same, with a client that the test knows. */
    public Sender(RedisAccess access, String... attributes) {
      pipeline = new CommandPipeline(access);
      pipeline.start();
      channel =
          new OutgoingChannel(
              OutgoingConfig.of(attributes(attributes)),
              access.vertx(),
              pipeline,
              Tracing.NONE,
              Wakeups.NONE);
      messages.subscribe(channel);
    }

    public boolean isConnected() {
      return pipeline.isConnected();
    }

    public OutgoingMeters meters() {
      return channel.meters();
    }

    public CompletableFuture<Void> send(String payload, OutgoingRedisStreamMetadata metadata) {
      CompletableFuture<Void> outcome = new CompletableFuture<>();
      messages.submit(
          Message.of(
              payload,
              Metadata.of(metadata),
              () -> {
                outcome.complete(null);
                return CompletableFuture.completedFuture(null);
              },
              cause -> {
                outcome.completeExceptionally(cause);
                return CompletableFuture.completedFuture(null);
              }));
      return outcome;
    }

    @Override
    public void close() {
      messages.close();
      closed(channel.close());
      pipeline.close();
    }
  }

  /** What the application was handed. */
  public record Batch(List<String> payloads, IncomingRedisStreamBatch metadata) {}

  /** An application that receives, and decides on each batch: null is done, else the failure. */
  public static final class Receiver implements AutoCloseable, Flow.Subscriber<Message<?>> {
    public final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final BiFunction<Integer, Batch, CompletableFuture<Void>> application;
    private final Connections pipeline;
    private final IncomingChannel loop;
    private Flow.Subscription subscription;

    public Receiver(
        TestServers servers,
        BiFunction<Integer, Batch, CompletableFuture<Void>> application,
        String... attributes) {
      this(servers.access(), application, attributes);
    }

    /** The same, with a client that the test knows. */
    public Receiver(
        RedisAccess access,
        BiFunction<Integer, Batch, CompletableFuture<Void>> application,
        String... attributes) {
      this.application = application;
      pipeline = new Connections(access);
      pipeline.start();
      loop =
          new IncomingChannel(
              IncomingConfig.of(
                  attributes(batches(attributes)), java.util.UUID.randomUUID().toString()),
              pipeline,
              Tracing.NONE,
              BatchDecoder.BYTES);
      loop.publisher().subscribe(this);
      loop.start();
    }

    private static String[] batches(String[] attributes) {
      String[] all = java.util.Arrays.copyOf(attributes, attributes.length + 2);
      all[attributes.length] = "batch";
      all[attributes.length + 1] = "true";
      return all;
    }

    public Receiver(TestServers servers, String... attributes) {
      this(servers, (number, batch) -> CompletableFuture.completedFuture(null), attributes);
    }

    public List<String> payloads() {
      List<String> all = new ArrayList<>();
      batches.forEach(batch -> all.addAll(batch.payloads()));
      return all;
    }

    public boolean isConnected() {
      return loop.isReady();
    }

    public IncomingChannel channel() {
      return loop;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      subscription = s;
      s.request(1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void onNext(Message<?> message) {
      List<String> payloads =
          ((Message<List<byte[]>>) message)
              .getPayload().stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
      Batch batch =
          new Batch(payloads, message.getMetadata(IncomingRedisStreamBatch.class).orElseThrow());
      batches.add(batch);
      application
          .apply(batches.size() - 1, batch)
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  message.ack();
                } else {
                  message.nack(failure);
                }
                subscription.request(1);
              });
    }

    @Override
    public void onError(Throwable cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void onComplete() {}

    /** What a subscriber that throws has not asked for itself. */
    public void demandOneMore() {
      subscription.request(1);
    }

    /** A crash: nothing is settled, nothing is given back. The lease runs out by itself. */
    public void crash() {
      pipeline.close();
      subscription = new NoDemand();
    }

    @Override
    public void close() {
      closed(loop.close());
      pipeline.close();
    }

    private record NoDemand() implements Flow.Subscription {
      @Override
      public void request(long n) {}

      @Override
      public void cancel() {}
    }
  }
}
