package dev.parley.benchmark.presence;

import dev.parley.local.LocalRunException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Asks for a thousand users at once, again and again. */
final class Queries {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);

  private Queries() {}

  /**
   * What came out.
   *
   * @param latency in microseconds, one for each request
   */
  record Result(double perSecond, Histogram latency) {}

  /**
   * Asks for so many seconds.
   *
   * @param users all that there are; each request asks for the next thousand
   * @param atOnce how many threads ask, one request each
   */
  static Result measure(PresenceDoor door, int users, int atOnce, int seconds) {
    List<HttpRequest> requests = new ArrayList<>();
    for (int user = 0; user + PresenceDoor.USERS <= users; user += PresenceDoor.USERS) {
      requests.add(door.query(user, users));
    }
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(seconds);
      List<Future<Histogram>> asking = new ArrayList<>();
      for (int thread = 0; thread < atOnce; thread++) {
        int first = thread * requests.size() / atOnce;
        asking.add(threads.submit(() -> ask(door, requests, first, end)));
      }
      Histogram all = new Histogram(MAX_MICROS, 3);
      for (Future<Histogram> one : asking) {
        all.add(result(one));
      }
      return new Result(all.getTotalCount() / ((System.nanoTime() - start) / 1e9), all);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Histogram ask(PresenceDoor door, List<HttpRequest> requests, int first, long end) {
    Histogram latency = new Histogram(MAX_MICROS, 3);
    for (int i = first; System.nanoTime() - end < 0; i++) {
      long start = System.nanoTime();
      door.send(requests.get(i % requests.size()));
      latency.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - start) / 1_000));
    }
    return latency;
  }

  private static Histogram result(Future<Histogram> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    } catch (ExecutionException e) {
      throw new LocalRunException(e.getCause().getMessage(), e);
    }
  }
}
