package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A Redis as it is used here, RESP2. The methods block, for 30 s at most, and throw {@link
 * LocalRunException} when they fail. Safe from any thread but an event loop.
 */
public final class Store implements AutoCloseable {

  /** Commands that go together. */
  public static final int PIPELINE = 500;

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final String MEMORY = "used_memory:";
  private static final int CONNECTIONS = 8;

  private final Vertx vertx;
  private final Redis redis;

  private Store(Vertx vertx, Redis redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  /** Connects when it is needed. */
  public static Store at(String url) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(url)
            .setProtocolNegotiation(false)
            .setMaxPoolSize(CONNECTIONS);
    return new Store(vertx, Redis.createClient(vertx, options));
  }

  /** The client itself, for what is not asked here. */
  public Redis redis() {
    return redis;
  }

  /** Sends one command. */
  public Response ask(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(redis.send(request));
  }

  /** Up to {@value #PIPELINE} commands in one pipeline. */
  public List<Response> pipeline(List<Request> commands) {
    return await(redis.batch(commands));
  }

  /** Any number of commands, from one number to another, exclusive, in pipelines. */
  public void all(int from, int to, IntFunction<Request> command) {
    for (int next = from; next < to; next += PIPELINE) {
      List<Request> part = new ArrayList<>(PIPELINE);
      for (int i = next; i < Math.min(to, next + PIPELINE); i++) {
        part.add(command.apply(i));
      }
      pipeline(part);
    }
  }

  /** Whether there is such a key. */
  public boolean exists(String key) {
    return ask(Command.EXISTS, key).toInteger() == 1;
  }

  /** Bytes that Redis has allocated ({@code INFO}, {@code used_memory}). */
  public long usedMemory() {
    return ask(Command.INFO, "memory")
        .toString()
        .lines()
        .filter(line -> line.startsWith(MEMORY))
        .mapToLong(line -> Long.parseLong(line.substring(MEMORY.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new LocalRunException("Redis tells no used_memory in INFO."));
  }

  /** What comes of it. */
  public static <T> T await(Uni<T> uni) {
    try {
      return uni.await().atMost(WAIT);
    } catch (TimeoutException e) {
      throw new LocalRunException("No answer from Redis in " + WAIT.toSeconds() + " s.", e);
    } catch (RuntimeException e) {
      throw new LocalRunException("Redis: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public void close() {
    redis.close();
    await(vertx.close());
  }
}
