package dev.parley.limits;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Limits that hold over all replicas together, exactly: each is one key in Redis, all limits of a
 * subject are decided on by one step, and the time is Redis' own. A key goes when its limit is full
 * again.
 *
 * <p>Each call is one pipeline (in a Redis Cluster one per slot), and its decisions are in the
 * order of what was asked. One subject's takes are all or nothing, those of several subjects are
 * not. All fail when Redis cannot be reached; then it is not known whether anything was taken. Safe
 * from any thread.
 */
public final class RateLimiter {

  /** Quotas that a limit can be away from being full, debts included; the script has it, too. */
  static final int MOST = 11;

  private static final Script SCRIPT = Script.load(RateLimiter.class, "limits.lua");

  private final RedisPipeline redis;
  private final RedisKeys keys;

  public RateLimiter(RedisPipeline redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /**
   * Takes from the limits of each subject, or nothing from any of a subject when one has no room.
   *
   * @throws IllegalArgumentException when more is to be taken than a limit ever has
   */
  public Uni<List<Decision>> take(List<Take> takes) {
    return decide("take", bounded(takes));
  }

  /** Says what {@link #take} would, and takes nothing. */
  public Uni<List<Decision>> peek(List<Take> takes) {
    return decide("peek", bounded(takes));
  }

  /** Gives back what was taken; a limit never has more than its quota. */
  public Uni<List<Decision>> giveBack(List<Take> takes) {
    return decide("give-back", bounded(takes));
  }

  /**
   * Takes what has been used already, also when it is not there: as a debt, which is paid back
   * before anything is there again. It is ten times the quota at most; more is forgiven.
   */
  public Uni<List<Decision>> owe(List<Take> takes) {
    return decide("owe", takes);
  }

  /** Makes the subject's limits of these policies full again. */
  public Uni<Void> reset(String subject, Collection<Policy> policies) {
    if (policies.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Request request = Request.cmd(Command.DEL);
    policies.forEach(policy -> request.arg(keys.limit(policy.name(), subject)));
    return redis.send(List.of(request)).replaceWithVoid();
  }

  private static List<Take> bounded(List<Take> takes) {
    for (Take take : takes) {
      for (Take.Cost cost : take.costs()) {
        if (cost.units() < 1 || cost.units() > cost.policy().quota()) {
          throw new IllegalArgumentException(
              cost.policy().name()
                  + " has 1 to "
                  + cost.policy().quota()
                  + ", not "
                  + cost.units());
        }
      }
    }
    return takes;
  }

  private Uni<List<Decision>> decide(String operation, List<Take> takes) {
    Map<Integer, List<Integer>> slots = new TreeMap<>();
    for (int i = 0; i < takes.size(); i++) {
      slots
          .computeIfAbsent(RedisKeys.routeBucket(takes.get(i).subject()), s -> new ArrayList<>())
          .add(i);
    }
    List<List<Script.Call>> calls =
        slots.values().stream()
            .map(slot -> slot.stream().map(i -> call(operation, takes.get(i))).toList())
            .toList();
    return redis.run(SCRIPT, calls).map(answers -> decisions(takes, slots.values(), answers));
  }

  private Script.Call call(String operation, Take take) {
    List<String> names = new ArrayList<>(take.costs().size());
    List<Object> arguments = new ArrayList<>(1 + 2 * take.costs().size());
    arguments.add(operation);
    for (Take.Cost cost : take.costs()) {
      names.add(keys.limit(cost.policy().name(), take.subject()));
      arguments.add(cost.policy().fullMicros());
      arguments.add(asked(cost));
    }
    return new Script.Call(names, arguments);
  }

  /** In microseconds. */
  private static long asked(Take.Cost cost) {
    Policy policy = cost.policy();
    return Math.min(cost.units(), MOST * policy.quota()) * policy.unitMicros();
  }

  private static List<Decision> decisions(
      List<Take> takes, Collection<List<Integer>> slots, List<Response> answers) {
    Decision[] decisions = new Decision[takes.size()];
    int next = 0;
    for (List<Integer> slot : slots) {
      for (int i : slot) {
        decisions[i] = decision(takes.get(i), answers.get(next++));
      }
    }
    return Arrays.asList(decisions);
  }

  private static Decision decision(Take take, Response answer) {
    return new Decision(
        answer.get(0).toLong(),
        IntStream.range(0, take.costs().size())
            .mapToObj(
                i ->
                    Standing.of(
                        take.costs().get(i).policy(),
                        answer.get(2 * i + 1).toLong(),
                        answer.get(2 * i + 2).toLong()))
            .toList());
  }
}
