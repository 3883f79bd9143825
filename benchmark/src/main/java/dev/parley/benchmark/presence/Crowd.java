package dev.parley.benchmark.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UserConnections.Connection;
import dev.parley.routing.Node;
import dev.parley.routing.RouteTable;
import dev.parley.routing.Routes;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Users at simulated gateways: the first half at one that can be killed, the others at a second
 * one; whoever watches is at a third. The methods block.
 */
final class Crowd implements AutoCloseable {

  private static final RedisKeys KEYS = new RedisKeys(RedisKeys.DEFAULT_PREFIX);

  /** As many entries as gateways keep of what was carried out, at least, per partition. */
  private static final String KEPT = "1000";

  /** Users whose routes are added together. */
  private static final int ROUTES = 10_000;

  private final Store store;
  private final int users;
  private final RouteTable routes;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong numbers = new AtomicLong();
  private final Node mortal;
  private final Node second;
  private final Node watching;
  private final Set<Node> living = new HashSet<>();
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "leases");
            thread.setDaemon(true);
            return thread;
          });
  private volatile String problem;

  Crowd(Store store, int users) {
    this.store = store;
    this.users = users;
    this.routes = new RouteTable(store.redis(), KEYS, false);
    this.mortal = begin();
    this.second = begin();
    this.watching = begin();
    long millis = Node.DEFAULT_RENEWAL.toMillis();
    var unusedFuture =
        keeper.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  static String user(int number) {
    return "user-" + number;
  }

  /** The number of a user. */
  static int number(String user) {
    return Integer.parseInt(user.substring("user-".length()));
  }

  /** Every user has a connection. */
  void arrive() {
    store.all(0, users, user -> change(user, false));
  }

  /** Takes out of the streams what gateways would have taken out as they go on. */
  void trim() {
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      String stream = RedisKeys.partition(KEYS.signals(), partition);
      store.ask(Command.XTRIM, stream, "MAXLEN", KEPT);
    }
  }

  /** Messages find every user. */
  void route() {
    add(mortal, 0, half(), user -> user);
    add(second, half(), users, user -> user);
  }

  /** Every user is watched. */
  void watch() {
    add(watching, 0, users, RedisKeys::presenceSubject);
  }

  /** The command that says of a user's connection whether its client is idle. */
  Request change(int number, boolean idle) {
    String user = user(number);
    long now = System.currentTimeMillis();
    String session = "session-%08d".formatted(number);
    Connection connection = new Connection(session, "phone", now, idle ? now : 0);
    String node = (number < half() ? mortal : second).id();
    UserConnections all = new UserConnections(node, numbers.incrementAndGet(), List.of(connection));
    Envelope signal =
        new Envelope(Ids.random(), SignalType.CONNECTIONS, user, now, user, null, encode(all));
    int partition = Partitions.of(user, Partitions.DEFAULT_COUNT);
    return Request.cmd(Command.XADD)
        .arg(RedisKeys.partition(KEYS.signals(), partition))
        .arg("*")
        .arg("key")
        .arg(user)
        .arg("data")
        .arg(EnvelopeCodec.encode(signal));
  }

  /** The stream of what the watchers are told. */
  String watchersInbox() {
    return KEYS.inbox(watching.id());
  }

  /** How many users are at the node that can be killed. */
  int half() {
    return users / 2;
  }

  /**
   * Kills a node at the worst moment, just after it has renewed its lease.
   *
   * @return when that was, by {@link System#nanoTime}
   */
  long kill() {
    synchronized (living) {
      Store.await(mortal.renew());
      living.remove(mortal);
      return System.nanoTime();
    }
  }

  boolean isLeased() {
    return store.exists(KEYS.nodeLease(mortal.id()));
  }

  /** Whether routes and inbox of the killed node are gone. The inbox goes last. */
  boolean isCleared() {
    return !store.exists(KEYS.inbox(mortal.id())) && !isRouted();
  }

  /** Why a living node was taken for dead, or could not say that it lives; null when none was. */
  String problem() {
    return problem;
  }

  @Override
  public void close() {
    keeper.shutdownNow();
  }

  private boolean isRouted() {
    Set<String> some = new HashSet<>();
    IntStream.range(0, half()).forEach(user -> some.add(user(user)));
    Routes found = Store.await(routes.find(some));
    return some.stream().anyMatch(user -> !found.nodesOf(user).isEmpty());
  }

  private Node begin() {
    Node node =
        new Node(
            store.redis(),
            KEYS,
            UUID.randomUUID().toString(),
            Node.DEFAULT_LEASE,
            Node.DEFAULT_RENEWAL);
    Store.await(node.start());
    living.add(node);
    return node;
  }

  private void renew() {
    synchronized (living) {
      for (Node node : living) {
        try {
          if (!Store.await(node.renew())) {
            fail(node.id() + " has lost its lease or inbox");
          }
        } catch (RuntimeException e) {
          fail(node.id() + " could not renew its lease: " + e.getMessage());
        }
      }
    }
  }

  private void fail(String why) {
    Console.say(why);
    problem = why;
  }

  private void add(Node node, int from, int to, UnaryOperator<String> subject) {
    for (int next = from; next < to; next += ROUTES) {
      List<String> subjects = new ArrayList<>(ROUTES);
      for (int i = next; i < Math.min(to, next + ROUTES); i++) {
        subjects.add(subject.apply(user(i)));
      }
      Store.await(routes.add(node.id(), subjects));
    }
  }

  private RawJson encode(UserConnections all) {
    try {
      return RawJson.of(json.writeValueAsBytes(all));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
