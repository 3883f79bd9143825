package dev.parley.redisstreams.connection;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes commands to Redis with natural batching: what arrives while a pipeline is under way goes
 * out in the next one, up to {@value #MAX_BATCH} commands. An idle line sends at once; there is no
 * timer.
 *
 * <p>{@link #send} may be called from any thread. Commands of one thread go out, and are answered,
 * in their order; in a Cluster, those of one slot. How many wait is bounded by the callers: each
 * channel by its {@code max-pending}, the partitions by their number.
 */
public final class CommandPipeline {

  /** Upper bound of one pipeline; 50 to 200 is where Redis is fastest. */
  static final int MAX_BATCH = 200;

  private static final Logger LOG = Logger.getLogger(CommandPipeline.class);

  private final RedisLink link;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final boolean cluster;

  /** What is to be sent before anything else, to where its slot is now. */
  private final Deque<Waiting> redirected = new ArrayDeque<>();

  /** Groups of commands that are not answered yet. */
  private int underWay;

  /**
   * A command that has not been written.
   *
   * @param wanted null when it always is
   * @param unwanted what its sender is told when it is not wanted any more; null with wanted null
   */
  private record Waiting(
      Request command,
      Promise<Response> answer,
      BooleanSupplier wanted,
      Supplier<? extends Throwable> unwanted) {}

  public CommandPipeline(RedisAccess access) {
    this.cluster = access.cluster();
    this.link = new RedisLink(access, "Redis client '" + access.name() + "'", connected -> drain());
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
   *     of one command fails all that shared its pipeline (in a Cluster: and go to its slot):
   *     senders must be ready to send again what was carried out.
   */
  public Future<Response> send(Request command) {
    return send(command, null, null);
  }

  /**
   * Sends one command, unless it is not wanted any more when its turn comes: so a partition that
   * was given up while the command waited is not written to.
   *
   * @param wanted asked on the pipeline's event loop immediately before the command is written, and
   *     again before it is written to another node of a Cluster; must not block
   * @param unwanted the failure of a command that was not written, which may come before the
   *     answers of commands sent earlier
   * @return as {@link #send(Request)}
   */
  public Future<Response> send(
      Request command, BooleanSupplier wanted, Supplier<? extends Throwable> unwanted) {
    Promise<Response> answer = Promise.promise();
    queue.add(new Waiting(command, answer, wanted, unwanted));
    schedule();
    return answer.future();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      link.context()
          .runOnContext(
              ignored -> {
                scheduled.set(false);
                drain();
              });
    }
  }

  /** Fails what still waits and gives the connection back. */
  public void close() {
    link.close();
    link.context().runOnContext(ignored -> drain());
  }

  private void drain() {
    if (underWay > 0 || queue.isEmpty() && redirected.isEmpty()) {
      return;
    }
    if (link.isDown()) {
      failAll();
    } else if (link.isConnected() && !redirected.isEmpty()) {
      follow();
    } else if (link.isConnected()) {
      sendNext();
    }
  }

  private void sendNext() {
    List<Waiting> batch = new ArrayList<>();
    Waiting next;
    for (int i = 0; i < MAX_BATCH && (next = queue.poll()) != null; i++) {
      if (isWanted(next)) {
        batch.add(next);
      }
    }
    if (batch.isEmpty()) {
      // Not in a loop: who is told may send again at once.
      schedule();
      return;
    }
    List<Request> commands = new ArrayList<>(batch.size());
    for (Waiting waiting : batch) {
      commands.add(waiting.command());
    }
    if (cluster) {
      sendGroups(batch, SlotGroups.of(commands).groups());
    } else {
      underWay = 1;
      link.send(commands, 0).onComplete(result -> answered(batch, result));
    }
  }

  private void sendGroups(List<Waiting> batch, List<SlotGroups.Group> groups) {
    underWay = groups.size();
    for (SlotGroups.Group group : groups) {
      List<Waiting> part = group.indexes().stream().map(batch::get).toList();
      link.send(group.commands(), 0).onComplete(result -> answered(part, result));
    }
  }

  /**
   * One by one, each when the one before is answered: so they keep their order wherever they go.
   */
  private void follow() {
    for (Waiting next; (next = redirected.poll()) != null; ) {
      if (isWanted(next)) {
        Waiting sent = next;
        underWay = 1;
        link.follow(sent.command(), 0)
            .onComplete(
                result -> {
                  underWay = 0;
                  answer(sent.answer(), result.result(), result.cause());
                  drain();
                });
        return;
      }
    }
    drain();
  }

  /** Tells the sender of a command that is not; a question that fails is its sender's bug. */
  private static boolean isWanted(Waiting next) {
    try {
      if (next.wanted() == null || next.wanted().getAsBoolean()) {
        return true;
      }
      next.answer().fail(next.unwanted().get());
    } catch (RuntimeException bug) {
      next.answer().tryFail(bug);
    }
    return false;
  }

  private void answered(List<Waiting> senders, AsyncResult<List<Response>> result) {
    underWay--;
    if (result.failed() && Refusal.redirectsAll(result.cause(), senders.size())) {
      redirected.addAll(senders);
    } else {
      for (int i = 0; i < senders.size(); i++) {
        Response answer = result.succeeded() ? result.result().get(i) : null;
        answer(senders.get(i).answer(), answer, result.cause());
      }
    }
    drain();
  }

  /** A sender that fails on its answer keeps nobody else from theirs. */
  private static void answer(Promise<Response> sender, Response answer, Throwable failure) {
    try {
      if (failure == null) {
        sender.complete(answer);
      } else {
        sender.fail(failure);
      }
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "a sender failed on its answer");
    }
  }

  /** Those that wait now, and not what they send when they are told. */
  private void failAll() {
    List<Waiting> all = new ArrayList<>(redirected);
    redirected.clear();
    for (Waiting next; (next = queue.poll()) != null; ) {
      all.add(next);
    }
    NotConnectedException away = new NotConnectedException("pipeline");
    all.forEach(waiting -> answer(waiting.answer(), null, away));
  }
}
