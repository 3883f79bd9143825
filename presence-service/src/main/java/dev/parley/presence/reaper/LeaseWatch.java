package dev.parley.presence.reaper;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.store.RedisClock;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at the leases of the nodes that have users. A node is looked at from the look after the one
 * that has found it. One look at a time.
 */
@Singleton
class LeaseWatch {

  /** What Redis says of the rest of a lease that is gone. */
  private static final int GONE = -2;

  /**
   * A node that has users and no lease.
   *
   * @param since when the lease has ended at the latest, by the Redis server's time
   * @param partitions where it has users
   */
  record DeadNode(String node, long since, List<Integer> partitions) {}

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final RedisClock clock;
  private final int partitions;

  /** Nodes that have users to when their lease ends; 0 where that was never seen. */
  private Map<String, Long> known = Map.of();

  private volatile long online;

  @Inject
  LeaseWatch(RedisPipeline redis, RedisKeys keys, RedisClock clock, PresenceSettings settings) {
    this.redis = redis;
    this.keys = keys;
    this.clock = clock;
    this.partitions = settings.partitions();
  }

  /** How many users were connected at the last look, at all nodes. */
  long online() {
    return online;
  }

  /** One pipeline; gives back the dead nodes. */
  Uni<List<DeadNode>> look() {
    List<String> asked = List.copyOf(known.keySet());
    List<Request> requests = new ArrayList<>(2 * partitions + asked.size());
    for (int partition = 0; partition < partitions; partition++) {
      requests.add(Request.cmd(Command.GET).arg(keys.presenceCount(partition)));
      requests.add(Request.cmd(Command.SMEMBERS).arg(keys.presenceNodes(partition)));
    }
    asked.forEach(node -> requests.add(Request.cmd(Command.PTTL).arg(keys.nodeLease(node))));
    return redis.send(requests).chain(answers -> clock.now().map(now -> note(asked, answers, now)));
  }

  private List<DeadNode> note(List<String> asked, List<Response> answers, long now) {
    Map<String, List<Integer>> found = new TreeMap<>();
    long total = 0;
    for (int partition = 0; partition < partitions; partition++) {
      Response count = answers.get(2 * partition);
      total += count == null ? 0 : count.toLong();
      for (Response node : answers.get(2 * partition + 1)) {
        found.computeIfAbsent(node.toString(), n -> new ArrayList<>()).add(partition);
      }
    }
    online = total;
    Map<String, Long> ends = new HashMap<>();
    found.keySet().forEach(node -> ends.put(node, known.getOrDefault(node, 0L)));
    List<DeadNode> dead = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      String node = asked.get(i);
      long left = answers.get(2 * partitions + i).toLong();
      if (!found.containsKey(node)) {
        continue;
      }
      if (left == GONE) {
        long end = ends.get(node);
        dead.add(new DeadNode(node, end == 0 ? now : Math.min(end, now), found.get(node)));
      } else {
        ends.put(node, now + Math.max(0, left));
      }
    }
    known = ends;
    return dead;
  }
}
