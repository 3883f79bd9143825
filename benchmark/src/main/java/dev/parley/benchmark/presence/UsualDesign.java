package dev.parley.benchmark.presence;

import dev.parley.benchmark.Await;
import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Pause;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.local.Suite;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What is usually done: a key per user and connection that expires after {@value #TTL_SECONDS} s,
 * and that the connection's server sets again every {@value #REFRESH_SECONDS} s. One thread does
 * that for all, at an even pace, in pipelines.
 */
final class UsualDesign {

  static final int TTL_SECONDS = 30;
  static final int REFRESH_SECONDS = 10;

  private final PresenceOptions options;
  private final Suite suite;
  private final Store store;
  private final Thread refresher = new Thread(this::refresh, "refresher");

  /** Users below this number are refreshed no more. */
  private volatile int from;

  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private UsualDesign(PresenceOptions options, Suite suite, Store store) {
    this.options = options;
    this.suite = suite;
    this.store = store;
  }

  /** Measures it over a suite that has a Redis and nothing else. */
  static UsualResult measure(PresenceOptions options, Suite suite) {
    try (Store store = Store.at(suite.redisUrl())) {
      return new UsualDesign(options, suite, store).measure();
    }
  }

  private UsualResult measure() {
    Pause.millis(PresenceRun.SETTLE_MILLIS);
    long before = store.usedMemory();
    store.all(0, options.users(), this::set);
    refresher.setDaemon(true);
    refresher.start();
    try {
      Pause.millis(PresenceRun.SETTLE_MILLIS);
      double bytes = (double) (store.usedMemory() - before) / options.users();
      Console.say("usual design: %.0f bytes per user".formatted(bytes));
      CpuTimes start = CpuTimes.of(suite);
      Pause.millis(TimeUnit.SECONDS.toMillis(options.seconds()));
      CpuTimes cpu = CpuTimes.of(suite).since(start);
      double gone = kill();
      if (failure != null) {
        throw failure;
      }
      return new UsualResult(bytes, cpu, gone);
    } finally {
      stop();
    }
  }

  /** The seconds until the last user of a killed server is gone. */
  private double kill() {
    int half = options.users() / 2;
    Console.say("usual design: a server with %,d users is killed".formatted(half));
    long start = System.nanoTime();
    from = half;
    long end = start;
    for (int user = 0; user < half; user += Store.PIPELINE) {
      end = untilGone(user, Math.min(half, user + Store.PIPELINE));
    }
    return (end - start) / 1e9;
  }

  private long untilGone(int first, int to) {
    Request exists = Request.cmd(Command.EXISTS);
    for (int user = first; user < to; user++) {
      exists.arg(key(user));
    }
    return Await.until(
        "the users are gone", () -> store.pipeline(List.of(exists)).get(0).toInteger() == 0);
  }

  private Request set(int user) {
    return Request.cmd(Command.SET).arg(key(user)).arg("1").arg("EX").arg(TTL_SECONDS);
  }

  private String key(int user) {
    return "presence:" + Crowd.user(user) + ":node-" + (user < options.users() / 2 ? 1 : 2);
  }

  private void refresh() {
    try {
      while (!stopped) {
        refreshOnce();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void refreshOnce() {
    long start = System.nanoTime();
    long time = TimeUnit.SECONDS.toNanos(REFRESH_SECONDS);
    for (int next = 0; next < options.users() && !stopped; next += Store.PIPELINE) {
      int to = Math.min(options.users(), next + Store.PIPELINE);
      List<Request> part =
          IntStream.range(next, to)
              .map(this::turn)
              .filter(this::isKept)
              .mapToObj(this::set)
              .toList();
      if (!part.isEmpty()) {
        store.pipeline(part);
      }
      long due = start + time / options.users() * to;
      Pause.nanos(Math.max(0, due - System.nanoTime()));
    }
  }

  /** The servers' users in turn, as if each server kept its own pace. */
  private int turn(int number) {
    return number / 2 + number % 2 * (options.users() / 2);
  }

  private boolean isKept(int user) {
    return user >= from;
  }

  private void stop() {
    stopped = true;
    try {
      refresher.join(TimeUnit.SECONDS.toMillis(REFRESH_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
