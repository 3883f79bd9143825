package dev.parley.gateway.limit;

import dev.parley.limits.LocalBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many connections there may be, in all and of one address, and how many may come in a second.
 * Safe from any thread.
 */
public final class Admission {

  /**
   * @param connections at this node
   * @param perAddress of one address at this node
   * @param rate handshakes per second in the long run
   * @param burst handshakes at once
   */
  public record Limits(int connections, int perAddress, int rate, int burst) {}

  /** Whether a connection may come, or which limit it meets. */
  public enum Verdict {
    ADMITTED,
    /** Too many handshakes in a short time. */
    RATE,
    /** The node is full. */
    NODE,
    /** Too many connections of its address. */
    ADDRESS
  }

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final LocalBucket handshakes;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

  public Admission(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.handshakes = LocalBucket.ofRate(limits.rate(), limits.burst(), nanoTime.getAsLong());
  }

  /** A connection wants to come; one that is admitted is to be {@linkplain #leave left} once. */
  public Verdict enter(String address) {
    if (handshakes.take(nanoTime.getAsLong()) > 0) {
      return Verdict.RATE;
    }
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      return Verdict.NODE;
    }
    if (byAddress.merge(address, 1, Integer::sum) > limits.perAddress()) {
      leave(address);
      return Verdict.ADDRESS;
    }
    return Verdict.ADMITTED;
  }

  /** The connection has ended. */
  public void leave(String address) {
    connections.decrementAndGet();
    byAddress.computeIfPresent(address, (its, count) -> count == 1 ? null : count - 1);
  }

  /** How many connections are admitted. */
  public int connections() {
    return connections.get();
  }

  /** How many addresses they have. */
  int addresses() {
    return byAddress.size();
  }
}
