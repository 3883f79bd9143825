package dev.parley.benchmark;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What has happened, counted. On one event loop only. */
final class Tally {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);

  final Histogram acknowledgement = new Histogram(MAX_MICROS, 3);
  final Histogram delivery = new Histogram(MAX_MICROS, 3);
  long acknowledged;
  long delivered;
  long errors;
  long disconnects;
  long disagreements;
  String firstProblem;
  private boolean measuring;

  /** From now on latencies count. */
  void measure(boolean on) {
    measuring = on;
  }

  /** One more acknowledged; a negative latency is one that is not known. */
  void acknowledged(long latencyNanos) {
    acknowledged++;
    record(acknowledgement, latencyNanos);
  }

  /** One more delivered; a negative latency is one that is not known. */
  void delivered(long latencyNanos) {
    delivered++;
    record(delivery, latencyNanos);
  }

  /** Keeps the first one: the others mostly follow from it. */
  void problem(String what) {
    if (firstProblem == null) {
      firstProblem = what;
    }
  }

  private void record(Histogram histogram, long nanos) {
    if (measuring && nanos >= 0) {
      histogram.recordValue(Math.min(MAX_MICROS, nanos / 1_000));
    }
  }
}
