package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/** The same again and again, in a closed loop: each thread begins anew when it has an answer. */
public final class Repeated {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);

  private Repeated() {}

  /**
   * What came out.
   *
   * @param latency in microseconds, one for each call
   */
  public record Result(double perSecond, Histogram latency) {

    /** How many calls there were. */
    public long calls() {
      return latency.getTotalCount();
    }

    /** {@code p50 / p95 / p99} in milliseconds. */
    public String percentiles() {
      return Lines.percentiles(latency);
    }
  }

  /**
   * Calls for so many seconds.
   *
   * @param turns what is called with 0 to that, exclusive, in turn; threads begin at different ones
   * @param call blocks until there is an answer; throws what ends the measuring
   * @param atOnce how many threads call, one at a time each
   * @throws LocalRunException when a call failed
   */
  public static Result measure(int turns, IntConsumer call, int atOnce, int seconds) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(seconds);
      List<Future<Histogram>> calling = new ArrayList<>();
      for (int thread = 0; thread < atOnce; thread++) {
        int first = (int) ((long) thread * turns / atOnce);
        calling.add(threads.submit(() -> repeat(turns, call, first, end)));
      }
      Histogram all = new Histogram(MAX_MICROS, 3);
      for (Future<Histogram> one : calling) {
        all.add(result(one));
      }
      return new Result(all.getTotalCount() / ((System.nanoTime() - start) / 1e9), all);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Histogram repeat(int turns, IntConsumer call, int first, long end) {
    Histogram latency = new Histogram(MAX_MICROS, 3);
    for (int turn = first; System.nanoTime() - end < 0; turn = (turn + 1) % turns) {
      long start = System.nanoTime();
      call.accept(turn);
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
