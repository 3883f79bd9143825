package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection to Redis beside what is measured, RESP2. The methods block. */
final class Probe implements AutoCloseable {

  /** Nothing is to wake up in an idle process but what is measured. */
  private static final long CHECK_HOURS = 24;

  private static final long WAIT_SECONDS = 30;
  private static final String SCAN_COUNT = "1000";

  private final Vertx vertx;
  private final RedisConnection connection;

  private Probe(Vertx vertx, RedisConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
  }

  static Probe connect(String url) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setBlockedThreadCheckInterval(CHECK_HOURS)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS));
    Redis redis =
        Redis.createClient(
            vertx, new RedisOptions().setConnectionString(url).setProtocolNegotiation(false));
    try {
      Promise<RedisConnection> connected = Promise.promise();
      // On the event loop, so that what is asked there stays there.
      vertx.runOnContext(ignored -> redis.connect().onComplete(connected));
      return new Probe(vertx, await(connected.future()));
    } catch (LocalRunException e) {
      await(vertx.close());
      throw e;
    }
  }

  Vertx vertx() {
    return vertx;
  }

  /** For use on the event loop. */
  RedisConnection connection() {
    return connection;
  }

  Response ask(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(connection.send(request));
  }

  List<Response> batch(List<Request> commands) {
    return await(connection.batch(commands));
  }

  /** One value of {@code INFO}. */
  String info(String section, String name) {
    return ask(Command.INFO, section)
        .toString()
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new LocalRunException("Redis tells no " + name + " in INFO."));
  }

  /** Processor time that the server has used, user and system, seconds. */
  double cpuSeconds() {
    return Double.parseDouble(info("cpu", "used_cpu_user"))
        + Double.parseDouble(info("cpu", "used_cpu_sys"));
  }

  /** Removes every key with that in its name. */
  void remove(String part) {
    String cursor = "0";
    do {
      Response reply = ask(Command.SCAN, cursor, "MATCH", "*" + part + "*", "COUNT", SCAN_COUNT);
      cursor = reply.get(0).toString();
      reply.get(1).forEach(key -> ask(Command.UNLINK, key.toString()));
    } while (!cursor.equals("0"));
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    } catch (ExecutionException e) {
      throw new LocalRunException("Redis: " + e.getCause().getMessage() + ".", e);
    } catch (TimeoutException e) {
      throw new LocalRunException("No answer from Redis in " + WAIT_SECONDS + " s.", e);
    }
  }
}
