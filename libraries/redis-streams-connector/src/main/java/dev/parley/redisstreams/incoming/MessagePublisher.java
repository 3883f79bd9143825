package dev.parley.redisstreams.incoming;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Hands messages to the one subscriber of a channel, never more than it asked for. {@link #emit} is
 * called from the channel's event loop only.
 */
final class MessagePublisher implements Flow.Publisher<Message<?>>, Flow.Subscription {

  private final AtomicReference<Flow.Subscriber<? super Message<?>>> subscriber =
      new AtomicReference<>();
  private final AtomicLong demand = new AtomicLong();
  private final Runnable onDemand;
  private volatile boolean asked;
  private volatile boolean cancelled;

  /**
   * A publisher without a subscriber.
   *
   * @param onDemand called from any thread when there is something to do again: demand after none,
   *     or the end
   */
  MessagePublisher(Runnable onDemand) {
    this.onDemand = onDemand;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Message<?>> newcomer) {
    if (!subscriber.compareAndSet(null, newcomer)) {
      throw new IllegalStateException("an incoming channel has one subscriber");
    }
    newcomer.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      cancelled = true;
      subscriber.get().onError(new IllegalArgumentException("request of " + n));
      return;
    }
    asked = true;
    if (demand.getAndUpdate(d -> d > Long.MAX_VALUE - n ? Long.MAX_VALUE : d + n) == 0) {
      onDemand.run();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    onDemand.run();
  }

  /** Whether anybody has asked for anything yet. */
  boolean isSubscribed() {
    return asked;
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean hasDemand() {
    return demand.get() > 0;
  }

  void emit(Message<?> message) {
    demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
    subscriber.get().onNext(message);
  }

  /** Ends the channel with a failure. */
  void fail(Throwable cause) {
    Flow.Subscriber<? super Message<?>> last = subscriber.get();
    if (last != null && !cancelled) {
      cancelled = true;
      last.onError(cause);
    }
  }

  void complete() {
    Flow.Subscriber<? super Message<?>> last = subscriber.get();
    if (last != null && !cancelled) {
      cancelled = true;
      last.onComplete();
    }
  }
}
