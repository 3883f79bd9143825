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
import java.util.function.Supplier;

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

  /** Where a scan begins, and what it says at its end. */
  private static final String FIRST = "0";

  private static final Script ADD = Script.load(RouteTable.class, "routes-add.lua");
  private static final Script REMOVE = Script.load(RouteTable.class, "routes-remove.lua");

  private final Redis redis;
  private final RedisKeys keys;
  private final RedisPipeline pipeline;

  /**
   * @param cluster whether the servers are a Redis Cluster: then what is said below to go in one
   *     pipeline goes in one per bucket ({@link RedisPipeline})
   */
  public RouteTable(Redis redis, RedisKeys keys, boolean cluster) {
    this.redis = redis;
    this.keys = keys;
    this.pipeline = new RedisPipeline(redis, cluster);
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
    return pipeline.send(requests).map(responses -> routes(buckets.values(), responses));
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
    return pipeline
        .send(
            asked.stream()
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

  /**
   * Takes a dead node out of all routes, about {@value #SUBJECTS_PER_CALL} looked at per step.
   * Should the node come back meanwhile, it ends, and what the last step took out is added again.
   *
   * @param goOn asked before each step; when it says false, or fails, this ends
   * @return how many routes had the node
   */
  public Uni<Integer> sweep(String node, Supplier<Uni<Boolean>> goOn) {
    return sweep(new Sweep(node, goOn), 0, FIRST, 0);
  }

  private record Sweep(String node, Supplier<Uni<Boolean>> goOn) {}

  private Uni<Integer> sweep(Sweep sweep, int bucket, String cursor, int removed) {
    if (bucket == RedisKeys.ROUTE_BUCKETS) {
      return Uni.createFrom().item(removed);
    }
    return sweep
        .goOn()
        .get()
        .chain(
            on -> on ? sweepPage(sweep, bucket, cursor, removed) : Uni.createFrom().item(removed));
  }

  private Uni<Integer> sweepPage(Sweep sweep, int bucket, String cursor, int removed) {
    return scan(bucket, cursor)
        .chain(
            page -> {
              String next = page.get(0).toString();
              List<String> subjects = subjectsOf(sweep.node(), page.get(1));
              int so = removed + subjects.size();
              return removeDead(sweep.node(), subjects)
                  .chain(
                      dead -> {
                        if (!dead) {
                          return Uni.createFrom().item(removed);
                        }
                        return next.equals(FIRST)
                            ? sweep(sweep, bucket + 1, FIRST, so)
                            : sweep(sweep, bucket, next, so);
                      });
            });
  }

  private Uni<Response> scan(int bucket, String cursor) {
    return redis.send(
        Request.cmd(Command.HSCAN)
            .arg(keys.routes(bucket))
            .arg(cursor)
            .arg("COUNT")
            .arg(SUBJECTS_PER_CALL));
  }

  private static List<String> subjectsOf(String node, Response fields) {
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (nodes(fields.get(i + 1)).contains(node)) {
        subjects.add(fields.get(i).toString());
      }
    }
    return subjects;
  }

  /** Gives back false when the node lives: then all is as it was. */
  private Uni<Boolean> removeDead(String node, List<String> subjects) {
    if (subjects.isEmpty()) {
      return Uni.createFrom().item(true);
    }
    return remove(node, subjects)
        .chain(() -> alive(Set.of(node)))
        .chain(
            alive ->
                alive.isEmpty()
                    ? Uni.createFrom().item(true)
                    : add(node, subjects).replaceWith(false));
  }

  private Uni<Void> change(Script script, String node, Collection<String> subjects) {
    if (subjects.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<List<Script.Call>> calls = new ArrayList<>();
    byBucket(subjects).forEach((bucket, members) -> calls.add(calls(bucket, node, members)));
    return pipeline.run(script, calls).replaceWithVoid();
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
          nodes.put(members.get(i), nodes(value));
        }
      }
    }
    return new Routes(nodes);
  }

  private static List<String> nodes(Response route) {
    return Arrays.asList(route.toString().split(" ", -1));
  }
}
