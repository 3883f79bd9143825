package dev.parley.gateway.session;

import dev.parley.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * When requests time out. All have the same time, so they time out in the order in which they came:
 * one queue and one timer for all of them. Settled requests leave the queue at the next sweep after
 * those before them are settled, so it holds no more than what came within the time limit.
 *
 * <p>Safe from any thread; {@link #sweep} is called by one at a time.
 */
public final class Deadlines {

  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final long timeout;
  private final LongSupplier nanoTime;

  public Deadlines(Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout.toNanos();
    this.nanoTime = nanoTime;
  }

  /** The time that deadlines are told in, as {@code System.nanoTime()}. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** The deadline of a request that comes now. */
  long next() {
    return now() + timeout;
  }

  void add(Pending request) {
    queue.add(request);
  }

  int size() {
    return queue.size();
  }

  /** Answers what is overdue with {@link ErrorCode#TIMEOUT}. */
  public void sweep() {
    long now = now();
    for (Pending head = queue.peek(); head != null; head = queue.peek()) {
      if (!head.isSettled()) {
        if (head.deadline() - now > 0) {
          return;
        }
        expire(head);
      }
      queue.remove();
    }
  }

  private static void expire(Pending request) {
    Session session = request.session();
    session
        .loop()
        .execute(() -> session.fail(request.number(), ErrorCode.TIMEOUT, "no reply in time"));
  }
}
