package dev.parley.gateway.limit;

import dev.parley.limits.LocalBucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * How many requests connections and users may make. A request is counted here, without a call to
 * anything; only what busy users have used is exchanged with the other nodes, all of them together,
 * a few times a second ({@link #exchange}).
 *
 * <p>Safe from any thread; {@link #exchange} is called by one at a time.
 */
public final class RequestRates {

  /** Busy users of one exchange; others wait for the next one. */
  static final int MAX_EXCHANGED = 2_000;

  /**
   * @param connectionRate requests per second of a connection
   * @param connectionBurst requests at once of a connection
   * @param userRate requests per second of a user over all nodes; as many at once
   * @param userShare part of it that a user may use here before the other nodes are told
   * @param maxRefused refused requests of a connection within ten seconds that end it
   */
  public record Limits(
      int connectionRate, int connectionBurst, int userRate, double userShare, int maxRefused) {}

  private final Limits limits;
  private final SharedRates shared;
  private final LongSupplier nanoTime;
  private final Refusals refusals;
  private final Counter failures;

  private final Map<String, UserRate> users = new ConcurrentHashMap<>();

  /** Users whose last connection has ended. */
  private final Queue<UserRate> left = new ConcurrentLinkedQueue<>();

  private final Queue<UserRate> busy = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean exchanging = new AtomicBoolean();

  public RequestRates(
      Limits limits, SharedRates shared, MeterRegistry meters, LongSupplier nanoTime) {
    this.limits = limits;
    this.shared = shared;
    this.nanoTime = nanoTime;
    this.refusals = Refusals.in(meters);
    this.failures =
        Counter.builder("parley.requests.exchange.failures")
            .description("Exchanges of users' rates that failed: each node limits alone meanwhile")
            .register(meters);
  }

  /** A connection of a user begins; it is to be {@linkplain #leave left} once. */
  public RequestRate enter(String user) {
    long now = nanoTime.getAsLong();
    UserRate rate =
        users.compute(
            user,
            (name, there) -> {
              UserRate its = there == null ? newUser(name, now) : there;
              its.connected();
              return its;
            });
    LocalBucket bucket = LocalBucket.ofRate(limits.connectionRate(), limits.connectionBurst(), now);
    return new RequestRate(rate, bucket, limits.maxRefused(), refusals);
  }

  /** The connection has ended. What its user has used is remembered as long as it matters. */
  public void leave(RequestRate rate) {
    rate.user().disconnected();
    if (!rate.user().isConnected()) {
      left.add(rate.user());
    }
  }

  /** Users that are remembered. */
  int users() {
    return users.size();
  }

  /**
   * Tells what busy users have used, and holds back who has used too much; forgets users who have
   * left. Does not wait; when the last exchange is still under way there is no other one.
   */
  public void exchange() {
    forgetIdle();
    if (busy.isEmpty() || !exchanging.compareAndSet(false, true)) {
      return;
    }
    Map<String, Integer> used = new LinkedHashMap<>();
    List<UserRate> rates = new ArrayList<>();
    collect(used, rates);
    if (used.isEmpty()) {
      exchanging.set(false);
      return;
    }
    shared
        .use(used)
        .subscribe()
        .with(
            waits -> {
              holdBack(rates, waits);
              exchanging.set(false);
            },
            failure -> {
              failures.increment();
              exchanging.set(false);
            });
  }

  private void collect(Map<String, Integer> used, List<UserRate> rates) {
    long now = nanoTime.getAsLong();
    for (int i = Math.min(busy.size(), MAX_EXCHANGED); i > 0; i--) {
      UserRate rate = busy.remove();
      int its = rate.takeUsed(now);
      if (its > 0) {
        used.put(rate.user(), its);
        rates.add(rate);
        busy.add(rate);
      }
    }
  }

  private void holdBack(List<UserRate> rates, List<Long> waits) {
    long now = nanoTime.getAsLong();
    for (int i = 0; i < rates.size(); i++) {
      if (waits.get(i) > 0) {
        rates.get(i).holdBack(now + waits.get(i));
      }
    }
  }

  private void forgetIdle() {
    long now = nanoTime.getAsLong();
    for (Iterator<UserRate> gone = left.iterator(); gone.hasNext(); ) {
      UserRate rate = gone.next();
      users.computeIfPresent(rate.user(), (user, its) -> its.isIdle(now) ? null : its);
      if (rate.isConnected() || users.get(rate.user()) != rate) {
        gone.remove();
      }
    }
  }

  private UserRate newUser(String user, long now) {
    LocalBucket bucket = LocalBucket.ofRate(limits.userRate(), limits.userRate(), now);
    int busyAbove = (int) (limits.userRate() * limits.userShare());
    return new UserRate(user, bucket, busyAbove, busy::add, now);
  }
}
