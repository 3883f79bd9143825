package dev.parley.routing;

import dev.parley.contracts.inbox.InboxEntry;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;

/**
 * This process as a node: a lease that says that it lives, and an inbox that takes what it has to
 * deliver. The owner calls {@link #start} once, {@link #renew} every {@link #renewal}, one call
 * after the other, and {@link #stop} at the end.
 *
 * <p>A killed node's lease goes after the lease time; its inbox lives {@value #INBOX_LEASES} times
 * as long, so that a node that only stalled still finds what came meanwhile. Safe from any thread.
 */
public final class Node {

  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);
  public static final Duration DEFAULT_RENEWAL = Duration.ofSeconds(5);

  static final int INBOX_LEASES = 4;

  /** The field of a stream entry that has the payload, as the connector reads and writes it. */
  private static final String DATA = "data";

  /** An entry without items: a stream has to have had one to exist. */
  private static final byte[] MARKER = InboxEntryCodec.encode(new InboxEntry(List.of()));

  private static final Script START = Script.load(Node.class, "node-start.lua");
  private static final Script RENEW = Script.load(Node.class, "node-renew.lua");
  private static final Script STOP = Script.load(Node.class, "node-stop.lua");

  private final Redis redis;
  private final String id;
  private final Duration renewal;
  private final List<String> scriptKeys;
  private final List<Object> arguments;

  /**
   * @param id new for every process
   * @param lease how long the node counts as alive without a renewal; at least 1 ms
   * @param renewal time between renewals; less than the lease, best a third of it
   */
  public Node(Redis redis, RedisKeys keys, String id, Duration lease, Duration renewal) {
    if (renewal.isZero() || renewal.isNegative() || renewal.compareTo(lease) >= 0) {
      throw new IllegalArgumentException(
          "the renewal ("
              + renewal
              + ") must be positive and shorter than the lease ("
              + lease
              + ")");
    }
    this.redis = redis;
    this.id = id;
    this.renewal = renewal;
    this.scriptKeys = List.of(keys.nodeLease(id), keys.inbox(id));
    this.arguments =
        List.of(lease.toMillis(), lease.multipliedBy(INBOX_LEASES).toMillis(), DATA, MARKER);
  }

  public String id() {
    return id;
  }

  /** Time between two calls of {@link #renew}. */
  public Duration renewal() {
    return renewal;
  }

  /** Creates lease and inbox; from then on others can reach this node. */
  public Uni<Void> start() {
    return START.run(redis, scriptKeys, arguments).replaceWithVoid();
  }

  /**
   * Extends lease and inbox.
   *
   * @return false when one of them was gone and had to be created again: others may have removed
   *     this node's routes and entries may be lost, so the caller adds its routes again and tells
   *     all sessions to ask for what they missed
   */
  public Uni<Boolean> renew() {
    return RENEW.run(redis, scriptKeys, arguments).map(Response::toInteger).map(is -> is == 1);
  }

  /** Removes lease and inbox. The routes are removed by their owner before. */
  public Uni<Void> stop() {
    return STOP.run(redis, scriptKeys, List.of()).replaceWithVoid();
  }
}
