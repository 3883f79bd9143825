package dev.parley.routing;

import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which nodes hold sessions of a user, or of users who watch a conversation. Both are subjects: a
 * user's is its id, a conversation's is its {@link RedisKeys#conversationSubject}. In Redis: one
 * hash per bucket ({@link RedisKeys#routes}), field = subject, value = node ids separated by
 * spaces.
 *
 * <p>Every change of one subject's route is atomic; a call over several subjects is not. Calls are
 * not ordered among each other: who adds and removes the same subject waits for one before the
 * next. All fail when Redis cannot be reached, and may be repeated without harm. Safe from any
 * thread.
 */
public final class RouteTable {

  /**
   * Subjects per script call, so that no call holds up Redis for longer than about a millisecond.
   */
  static final int SUBJECTS_PER_CALL = 500;

  private static final Script ADD = Script.load("routes-add.lua");
  private static final Script REMOVE = Script.load("routes-remove.lua");

  private final Redis redis;
  private final RedisKeys keys;
  private final boolean cluster;

  /**
   * @param cluster whether the servers are a Redis Cluster: then the buckets are on several of them
   *     and what is said below to go in one pipeline goes in one per bucket, all at the same time
   */
  public RouteTable(Redis redis, RedisKeys keys, boolean cluster) {
    this.redis = redis;
    this.keys = keys;
    this.cluster = cluster;
  }

  /** Adds the node to the subjects' routes, in one pipeline. Adding twice changes nothing. */
  public Uni<Void> add(String node, Collection<String> subjects) {
    return change(ADD, node, subjects);
  }

  /**
   * Takes the node out of the subjects' routes, in one pipeline. Removing twice changes nothing.
   */
  public Uni<Void> remove(String node, Collection<String> subjects) {
    return change(REMOVE, node, subjects);
  }

  /** Looks up the subjects, all in one pipeline with one {@code HMGET} per bucket. */
  public Uni<Routes> find(Set<String> subjects) {
    if (subjects.isEmpty()) {
      return Uni.createFrom().item(new Routes(Map.of()));
    }
    Map<Integer, List<String>> buckets = byBucket(subjects);
    List<Request> requests = new ArrayList<>(buckets.size());
    buckets.forEach(
        (bucket, members) -> {
          Request request = Request.cmd(Command.HMGET).arg(keys.routes(bucket));
          members.forEach(request::arg);
          requests.add(request);
        });
    return send(requests).map(responses -> routes(buckets.values(), responses));
  }

  /**
   * Which of the nodes live, by their leases, all in one pipeline. The routes of a node that died
   * stay until a delivery finds its inbox gone.
   */
  public Uni<Set<String>> alive(Set<String> nodes) {
    if (nodes.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    List<String> asked = List.copyOf(nodes);
    return send(asked.stream()
            .map(node -> Request.cmd(Command.EXISTS).arg(keys.nodeLease(node)))
            .toList())
        .map(
            answers -> {
              Set<String> alive = new HashSet<>();
              for (int i = 0; i < asked.size(); i++) {
                if (answers.get(i).toInteger() == 1) {
                  alive.add(asked.get(i));
                }
              }
              return alive;
            });
  }

  /** Commands of one slot each, answered in their order. */
  private Uni<List<Response>> send(List<Request> requests) {
    return cluster
        ? Uni.join().all(requests.stream().map(redis::send).toList()).andCollectFailures()
        : redis.batch(requests);
  }

  /**
   * Takes out a node whose inbox was found gone. Should the node have come back meanwhile, it has
   * added its routes before or after this removal; so they are added again.
   */
  Uni<Void> removeGone(String node, Collection<String> subjects) {
    return remove(node, subjects)
        .chain(() -> redis.send(Request.cmd(Command.EXISTS).arg(keys.inbox(node))))
        .chain(
            isBack -> isBack.toInteger() == 0 ? Uni.createFrom().voidItem() : add(node, subjects));
  }

  private Uni<Void> change(Script script, String node, Collection<String> subjects) {
    if (subjects.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<List<Script.Call>> calls = new ArrayList<>();
    byBucket(subjects).forEach((bucket, members) -> calls.add(calls(bucket, node, members)));
    return run(script, calls);
  }

  private List<Script.Call> calls(int bucket, String node, List<String> subjects) {
    List<Script.Call> calls = new ArrayList<>(1);
    for (int from = 0; from < subjects.size(); from += SUBJECTS_PER_CALL) {
      int to = Math.min(subjects.size(), from + SUBJECTS_PER_CALL);
      List<String> arguments = new ArrayList<>(to - from + 1);
      arguments.add(node);
      arguments.addAll(subjects.subList(from, to));
      calls.add(new Script.Call(List.of(keys.routes(bucket)), arguments));
    }
    return calls;
  }

  /** Calls of one bucket each list. */
  private Uni<Void> run(Script script, List<List<Script.Call>> calls) {
    if (!cluster) {
      return script.runAll(redis, calls.stream().flatMap(List::stream).toList()).replaceWithVoid();
    }
    return Uni.join()
        .all(calls.stream().map(bucket -> script.runAll(redis, bucket)).toList())
        .andCollectFailures()
        .replaceWithVoid();
  }

  private static Map<Integer, List<String>> byBucket(Collection<String> subjects) {
    Map<Integer, List<String>> buckets = new TreeMap<>();
    for (String subject : subjects) {
      buckets.computeIfAbsent(RedisKeys.routeBucket(subject), b -> new ArrayList<>()).add(subject);
    }
    return buckets;
  }

  private static Routes routes(Collection<List<String>> buckets, List<Response> responses) {
    Map<String, List<String>> nodes = new HashMap<>();
    int bucket = 0;
    for (List<String> members : buckets) {
      Response values = responses.get(bucket++);
      for (int i = 0; i < members.size(); i++) {
        Response value = values.get(i);
        if (value != null) {
          nodes.put(members.get(i), Arrays.asList(value.toString().split(" ", -1)));
        }
      }
    }
    return new Routes(nodes);
  }
}
