package dev.parley.redisstreams.outgoing;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.TestChannels;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.metrics.OutgoingMeters;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** A process with one outgoing channel, which sends and can die. */
final class TestApplication implements AutoCloseable {

  final CommandPipeline pipeline;
  final OutgoingChannel channel;
  final AtomicLong demand = new AtomicLong();

  TestApplication(TestRedis redis, Tracing tracing, Wakeups wakeups, String... attributes) {
    pipeline = new CommandPipeline(redis.access());
    pipeline.start();
    channel =
        new OutgoingChannel(
            OutgoingConfig.of(TestChannels.attributes(attributes)),
            redis.vertx,
            pipeline,
            tracing,
            wakeups);
    channel.onSubscribe(new Demand());
    until("connected", pipeline::isConnected);
  }

  TestApplication(TestRedis redis, String... attributes) {
    this(redis, Tracing.NONE, Wakeups.NONE, attributes);
  }

  OutgoingMeters meters() {
    return channel.meters();
  }

  CompletableFuture<Void> send(Object payload, Object... metadata) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    channel.onNext(
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

  /** Sends and waits for the acknowledgement. */
  void sendNow(Object payload, Object... metadata) {
    get(send(payload, metadata));
  }

  /** Sends what is to be nacked, and says why it was. */
  Throwable refusal(Object payload, Object... metadata) {
    return get(send(payload, metadata).handle((done, failure) -> failure));
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no good outcome", e);
    }
  }

  static void all(List<CompletableFuture<Void>> outcomes) {
    get(CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new)));
  }

  /** The entries of a stream. */
  static List<Stored> entries(TestRedis redis, String stream) {
    List<Stored> entries = new ArrayList<>();
    for (Response entry : redis.run(Command.XRANGE, stream, "-", "+")) {
      Map<String, String> fields = new HashMap<>();
      Response values = entry.get(1);
      for (int i = 0; i < values.size(); i += 2) {
        fields.put(values.get(i).toString(), values.get(i + 1).toString());
      }
      entries.add(new Stored(entry.get(0).toString(), fields));
    }
    return entries;
  }

  /** An entry as it is in Redis. */
  record Stored(String id, Map<String, String> fields) {
    long millis() {
      return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    String data() {
      return fields.get("data");
    }
  }

  /** The process dies: nothing is given back. */
  void crash() {
    pipeline.close();
  }

  @Override
  public void close() {
    get(channel.close());
    pipeline.close();
  }

  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long n) {
      demand.addAndGet(n);
    }

    @Override
    public void cancel() {}
  }
}
