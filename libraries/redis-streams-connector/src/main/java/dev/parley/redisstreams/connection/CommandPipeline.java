package dev.parley.redisstreams.connection;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes commands to Redis with natural batching: what arrives while a pipeline is under way goes
 * out in the next one, up to {@value #MAX_BATCH} commands. An idle line sends at once; there is no
 * timer.
 *
 * <p>{@link #send} may be called from any thread. Commands of one thread go out, and are answered,
 * in their order. How many wait is bounded by the callers: each channel by its {@code max-pending},
 * the partitions by their number.
 */
public final class CommandPipeline {

  /** Upper bound of one pipeline; 50 to 200 is where Redis is fastest. */
  static final int MAX_BATCH = 200;

  private final RedisLink link;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private boolean underWay;

  private record Waiting(Request command, Promise<Response> answer) {}

  public CommandPipeline(Vertx vertx, Redis redis, String name) {
    this.link = new RedisLink(vertx, redis, name, connected -> drain());
  }

  public void start() {
    link.start();
  }

  public boolean isConnected() {
    return link.isConnected();
  }

  /**
   * Sends one command.
   *
   * @return the answer, on the pipeline's event loop; fails at once while Redis is away. An error
   *     of one command fails all that shared its pipeline: senders must be ready to send again what
   *     was carried out.
   */
  public Future<Response> send(Request command) {
    Promise<Response> answer = Promise.promise();
    queue.add(new Waiting(command, answer));
    if (scheduled.compareAndSet(false, true)) {
      link.context()
          .runOnContext(
              ignored -> {
                scheduled.set(false);
                drain();
              });
    }
    return answer.future();
  }

  /** Fails what still waits and gives the connection back. */
  public void close() {
    link.close();
    link.context().runOnContext(ignored -> drain());
  }

  private void drain() {
    if (underWay || queue.isEmpty()) {
      return;
    }
    if (link.isDown()) {
      failAll();
      return;
    }
    if (!link.isConnected()) {
      return;
    }
    List<Request> commands = new ArrayList<>();
    List<Promise<Response>> answers = new ArrayList<>();
    for (Waiting next; commands.size() < MAX_BATCH && (next = queue.poll()) != null; ) {
      commands.add(next.command());
      answers.add(next.answer());
    }
    underWay = true;
    link.batch(commands, 0).onComplete(result -> answered(answers, result));
  }

  private void answered(List<Promise<Response>> answers, AsyncResult<List<Response>> result) {
    underWay = false;
    for (int i = 0; i < answers.size(); i++) {
      if (result.succeeded()) {
        answers.get(i).complete(result.result().get(i));
      } else {
        answers.get(i).fail(result.cause());
      }
    }
    drain();
  }

  private void failAll() {
    for (Waiting next; (next = queue.poll()) != null; ) {
      next.answer().fail(new NotConnectedException("pipeline"));
    }
  }
}
