package dev.parley.benchmark.presence;

import dev.parley.benchmark.Await;
import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Pause;
import dev.parley.benchmark.Repeated;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.local.Suite;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Parley's presence, measured over a suite of Redis and presence-service. */
final class ParleyDesign {

  private static final int AT_ONCE = 8;

  private final PresenceOptions options;
  private final Suite suite;
  private final Store store;
  private final Crowd crowd;
  private final PresenceDoor door;

  private ParleyDesign(PresenceOptions options, Suite suite, Store store, Crowd crowd) {
    this.options = options;
    this.suite = suite;
    this.store = store;
    this.crowd = crowd;
    this.door = new PresenceDoor(suite);
  }

  static ParleyResult measure(PresenceOptions options, Suite suite) {
    try (Store store = Store.at(suite.redisUrl());
        Crowd crowd = new Crowd(store, options.users())) {
      return new ParleyDesign(options, suite, store, crowd).measure();
    }
  }

  private ParleyResult measure() {
    Pause.millis(PresenceRun.SETTLE_MILLIS);
    long before = store.usedMemory();
    long start = System.nanoTime();
    crowd.arrive();
    long end = untilOnline(options.users());
    Console.say(
        "%,d users are online after %.1f s".formatted(options.users(), (end - start) / 1e9));
    crowd.trim();
    Pause.millis(PresenceRun.SETTLE_MILLIS);
    double bytes = perUser(before);
    before = store.usedMemory();
    crowd.route();
    double routeBytes = perUser(before);
    Console.say("%.0f bytes per user, and %.0f for the route".formatted(bytes, routeBytes));
    CpuTimes cpu = rest();
    crowd.watch();
    Console.say("changes, %,d a second".formatted(options.rate()));
    Changes.Result changes = Changes.measure(options, store, crowd);
    Repeated.Result sequential = queries(1);
    Repeated.Result parallel = queries(AT_ONCE);
    ParleyResult.Killed killed = kill();
    return new ParleyResult(
        bytes, routeBytes, cpu, changes, sequential, parallel, killed, crowd.problem());
  }

  private double perUser(long before) {
    return (double) (store.usedMemory() - before) / options.users();
  }

  private CpuTimes rest() {
    Console.say("at rest");
    Pause.millis(PresenceRun.SETTLE_MILLIS);
    CpuTimes before = CpuTimes.of(suite);
    Pause.millis(TimeUnit.SECONDS.toMillis(options.seconds()));
    return CpuTimes.of(suite).since(before);
  }

  private Repeated.Result queries(int atOnce) {
    Console.say("queries, %d at once".formatted(atOnce));
    List<HttpRequest> requests = new ArrayList<>();
    for (int user = 0; user + PresenceDoor.USERS <= options.users(); user += PresenceDoor.USERS) {
      requests.add(door.query(user, options.users()));
    }
    IntConsumer ask = turn -> door.send(requests.get(turn));
    Repeated.measure(requests.size(), ask, atOnce, options.warmup());
    return Repeated.measure(requests.size(), ask, atOnce, options.seconds());
  }

  private ParleyResult.Killed kill() {
    int half = crowd.half();
    Console.say("a node with %,d users is killed".formatted(half));
    long kill = crowd.kill();
    long end = Await.until("the lease has ended", () -> !crowd.isLeased());
    untilOnline(options.users() - half);
    long offline = end;
    for (int user = 0; user < half; user += PresenceDoor.USERS) {
      HttpRequest some = door.query(user, half);
      offline = Await.until("the users are offline", () -> door.isOffline(some));
    }
    Console.say("all its users are offline");
    long cleared = Await.until("routes and inbox are gone", crowd::isCleared);
    return new ParleyResult.Killed(
        (end - kill) / 1e9, (offline - end) / 1e9, (cleared - end) / 1e9);
  }

  private long untilOnline(int users) {
    return Await.until(users + " users are online", () -> door.online() == users);
  }
}
