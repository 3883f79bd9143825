package dev.parley.presence.reaper;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.presence.reaper.LeaseWatch.DeadNode;
import dev.parley.presence.signal.OwnSignals;
import dev.parley.routing.RouteTable;
import dev.parley.routing.Script;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clears what a dead node left: tells the owners of its users, takes it out of the routes, removes
 * its inbox. One replica does that for a node, under a lock that every step renews and that ends by
 * itself {@value #LOCK_MILLIS} ms after the last one: so nobody does it again before what was told
 * can have been carried out. A node that comes back ends it, and tells all its users anew. Safe
 * from any thread.
 */
@Singleton
class Clearing {

  static final long LOCK_MILLIS = 10_000;

  /** Users of a partition that are looked up together, about. */
  private static final int STEP = 500;

  /** Steps under way at once, each of another partition. */
  private static final int PARTITIONS_AT_ONCE = 4;

  private static final String FIRST = "0";

  private static final Script HOLD = Script.load(Clearing.class, "hold.lua");
  private static final Script RELEASE = Script.load(Clearing.class, "release.lua");
  private static final Script REMOVE_INBOX = Script.load(Clearing.class, "inbox-remove.lua");
  private static final Script FORGET = Script.load(Clearing.class, "node-forget.lua");

  private final Redis redis;
  private final RedisKeys keys;
  private final RouteTable routes;
  private final OwnSignals signals;

  /** Who holds the locks. */
  private final String self = Ids.random();

  private final LongAdder cleared = new LongAdder();
  private volatile boolean stopped;

  @Inject
  Clearing(Redis redis, RedisKeys keys, RouteTable routes, OwnSignals signals) {
    this.redis = redis;
    this.keys = keys;
    this.routes = routes;
    this.signals = signals;
  }

  /** Ends with the step that is under way, and leaves the rest to others. */
  void stop() {
    stopped = true;
  }

  /** How many users of dead nodes had their owners told since the start. */
  long cleared() {
    return cleared.sum();
  }

  /** Clears what a node left, unless another replica is at it. */
  Uni<Void> clear(DeadNode dead) {
    return lock(dead.node()).chain(mine -> mine ? clearLocked(dead) : Uni.createFrom().voidItem());
  }

  private Uni<Void> clearLocked(DeadNode dead) {
    long start = System.nanoTime();
    String node = dead.node();
    return tellUsers(dead)
        .chain(
            users ->
                routes
                    .sweep(node, () -> hold(node))
                    .call(() -> removeInbox(node))
                    .chain(
                        removed ->
                            hold(node).invoke(done -> log(dead, users, removed, done, start))))
        .onFailure()
        .call(() -> release(node))
        .chain(done -> done ? Uni.createFrom().voidItem() : release(node));
  }

  private static void log(DeadNode dead, int users, int routes, boolean done, long start) {
    if (!done && users == 0 && routes == 0) {
      return;
    }
    Log.infof(
        "node %s %s: %d users told, %d routes removed, in %d ms",
        dead.node(),
        done ? "is dead" : "was dead, the rest is left alone",
        users,
        routes,
        (System.nanoTime() - start) / 1_000_000);
  }

  /** Some partitions at a time; gives back how many users there were. */
  private Uni<Integer> tellUsers(DeadNode dead) {
    List<Uni<Integer>> told =
        dead.partitions().stream().map(partition -> tellUsers(dead, partition)).toList();
    return Uni.join()
        .all(told)
        .usingConcurrencyOf(PARTITIONS_AT_ONCE)
        .andCollectFailures()
        .map(users -> users.stream().mapToInt(Integer::intValue).sum());
  }

  private Uni<Integer> tellUsers(DeadNode dead, int partition) {
    return tellUsers(dead, partition, FIRST, 0)
        .call(here -> here > 0 ? Uni.createFrom().voidItem() : forget(partition, dead.node()));
  }

  private Uni<Integer> tellUsers(DeadNode dead, int partition, String cursor, int told) {
    return Uni.combine()
        .all()
        .unis(hold(dead.node()), scan(partition, dead.node(), cursor))
        .asTuple()
        .chain(
            heldAndPage -> {
              if (!heldAndPage.getItem1()) {
                return Uni.createFrom().item(told);
              }
              Response page = heldAndPage.getItem2();
              String next = page.get(0).toString();
              int here = page.get(1).size();
              int so = told + here;
              return signals
                  .send(signals(dead, page.get(1)))
                  .invoke(() -> cleared.add(here))
                  .chain(
                      () ->
                          next.equals(FIRST)
                              ? Uni.createFrom().item(so)
                              : tellUsers(dead, partition, next, so));
            });
  }

  private Uni<Response> scan(int partition, String node, String cursor) {
    return redis.send(
        Request.cmd(Command.SSCAN)
            .arg(keys.presenceOfNode(partition, node))
            .arg(cursor)
            .arg("COUNT")
            .arg(STEP));
  }

  private List<Envelope> signals(DeadNode dead, Response users) {
    List<Envelope> gone = new ArrayList<>(1 + users.size() / SignalType.MAX_USERS);
    List<String> some = new ArrayList<>(SignalType.MAX_USERS);
    for (int i = 0; i < users.size(); i++) {
      some.add(users.get(i).toString());
      if (some.size() == SignalType.MAX_USERS || i == users.size() - 1) {
        NodeGone payload = new NodeGone(dead.node(), dead.since(), some);
        gone.add(signals.about(some, SignalType.NODE_GONE, dead.since(), payload));
        some.clear();
      }
    }
    return gone;
  }

  private Uni<Boolean> lock(String node) {
    return redis
        .send(
            Request.cmd(Command.SET)
                .arg(keys.presenceReaper(node))
                .arg(self)
                .arg("NX")
                .arg("PX")
                .arg(LOCK_MILLIS))
        .map(answer -> answer != null);
  }

  private Uni<Boolean> hold(String node) {
    if (stopped) {
      return Uni.createFrom().item(false);
    }
    List<String> lockAndLease = List.of(keys.presenceReaper(node), keys.nodeLease(node));
    return HOLD.run(redis, lockAndLease, List.of(self, LOCK_MILLIS))
        .map(answer -> answer.toInteger() == 1);
  }

  private Uni<Void> release(String node) {
    return RELEASE
        .run(redis, List.of(keys.presenceReaper(node)), List.of(self))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Void> removeInbox(String node) {
    return REMOVE_INBOX
        .run(redis, List.of(keys.nodeLease(node), keys.inbox(node)), List.of())
        .replaceWithVoid();
  }

  private Uni<Void> forget(int partition, String node) {
    List<String> sets =
        List.of(keys.presenceOfNode(partition, node), keys.presenceNodes(partition));
    return FORGET.run(redis, sets, List.of(node)).replaceWithVoid();
  }
}
