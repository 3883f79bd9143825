package dev.parley.redisstreams.assignment;

import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The list of a group's live consumers, in Redis: each announces itself several times per lease
 * time, and is off the list when it leaves or was not heard of for so long. Who joins or leaves is
 * announced by Pub/Sub, so that the others look at once.
 *
 * <p>All state is on the channel's event loop.
 */
final class Membership {

  /** Announcements per lease time: several may fail before the member is taken for dead. */
  static final int RENEWALS = 6;

  private static final LuaScript MEMBERS = LuaScript.of(Membership.class, "members.lua");

  private final String key;
  private final String changes;
  private final String member;
  private final Duration lease;
  private final Vertx vertx;
  private final CommandPipeline pipeline;
  private final Executor loop;
  private final BiConsumer<List<String>, Long> onMembers;
  private long timer = -1;
  private boolean asking;
  private boolean askAgain;
  private boolean closed;

  /**
   * A membership that is not announced yet.
   *
   * @param onMembers told on the loop who is alive, and as of when ({@link System#nanoTime}, from
   *     before it was asked)
   */
  Membership(
      String key,
      String changes,
      String member,
      Duration lease,
      Vertx vertx,
      CommandPipeline pipeline,
      Executor loop,
      BiConsumer<List<String>, Long> onMembers) {
    this.key = key;
    this.changes = changes;
    this.member = member;
    this.lease = lease;
    this.vertx = vertx;
    this.pipeline = pipeline;
    this.loop = loop;
    this.onMembers = onMembers;
  }

  /** Announces now, and again and again. */
  void start() {
    if (timer < 0 && !closed) {
      long interval = Math.max(1, lease.toMillis() / RENEWALS);
      timer = vertx.setPeriodic(0, interval, ignored -> loop.execute(this::announce));
    }
  }

  /** Announces, and asks who else is there; what is asked meanwhile is asked once more. */
  void announce() {
    if (closed || timer < 0) {
      return;
    }
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    long asked = System.nanoTime();
    pipeline
        .send(MEMBERS.command(List.of(key), member, lease.toMillis(), changes))
        .onComplete(answer -> loop.execute(() -> answered(answer, asked)));
  }

  private void answered(AsyncResult<Response> answer, long asked) {
    asking = false;
    if (closed) {
      return;
    }
    if (answer.succeeded()) {
      List<String> live = new ArrayList<>();
      answer.result().forEach(one -> live.add(one.toString()));
      onMembers.accept(live, asked);
    }
    if (askAgain) {
      askAgain = false;
      announce();
    }
  }

  /** Stops announcing and says how to leave. */
  Request leave() {
    closed = true;
    vertx.cancelTimer(timer);
    return MEMBERS.command(List.of(key), member, 0, changes);
  }
}
