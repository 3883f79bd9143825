package dev.parley.cache.value;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import dev.parley.service.RefusedException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Sets of texts, of a namespace. All fail when Redis does. Safe from any thread. */
final class Sets {

  private static final Script ADD = Script.load(Sets.class, "set-add.lua");
  private static final Script REMOVE = Script.load(Sets.class, "set-remove.lua");

  /**
   * What became of a set.
   *
   * @param added how many members are new
   * @param size how many there are
   */
  record Grown(int added, int size) {}

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final Versions versions;
  private final int maxMembers;

  Sets(RedisPipeline redis, RedisKeys keys, int maxMembers) {
    this.redis = redis;
    this.keys = keys;
    this.versions = new Versions(redis, keys);
    this.maxMembers = maxMembers;
  }

  /**
   * Adds members, all or none; the lifetime is that of a new set.
   *
   * @return fails with {@link ErrorCode#LIMIT_EXCEEDED} when there would be too many
   */
  Uni<Grown> add(String namespace, String key, List<String> members, Lifetime lifetime) {
    return versions
        .hold(namespace, List.of(Versions.NAMESPACE), lifetime)
        .chain(
            held -> {
              List<Object> arguments = new ArrayList<>(members.size() + 3);
              arguments.add(held.get(Versions.NAMESPACE));
              arguments.add(lifetime.millis());
              arguments.add(maxMembers);
              arguments.addAll(members);
              return run(ADD, namespace, key, arguments);
            })
        .map(
            answer -> {
              int added = answer.get(0).toInteger();
              if (added < 0) {
                throw new RefusedException(
                    ErrorCode.LIMIT_EXCEEDED, "a set may have at most " + maxMembers + " members");
              }
              return new Grown(added, answer.get(1).toInteger());
            });
  }

  /** Removes members; how many of them there were. */
  Uni<Integer> remove(String namespace, String key, List<String> members) {
    return versions
        .get(namespace, List.of(Versions.NAMESPACE))
        .chain(
            now -> {
              String version = now.get(Versions.NAMESPACE);
              List<Object> arguments = new ArrayList<>(members.size() + 1);
              arguments.add(version == null ? "" : version);
              arguments.addAll(members);
              return run(REMOVE, namespace, key, arguments);
            })
        .map(Response::toInteger);
  }

  /** The members, in no order; null for a miss. */
  Uni<List<String>> members(String namespace, String key) {
    return get(namespace, key, Request.cmd(Command.HKEYS).arg(keys.cachedSet(namespace, key)))
        .map(
            found -> {
              if (found == null) {
                return null;
              }
              List<String> members = new ArrayList<>(found.size());
              for (Response member : found) {
                if (!member.toString().isEmpty()) {
                  members.add(member.toString());
                }
              }
              return members;
            });
  }

  /** Whether it is a member; null when there is no such set. */
  Uni<Boolean> contains(String namespace, String key, String member) {
    return get(
            namespace,
            key,
            Request.cmd(Command.HEXISTS).arg(keys.cachedSet(namespace, key)).arg(member))
        .map(found -> found == null ? null : found.toInteger() == 1);
  }

  /** Deletes it; whether it was there. */
  Uni<Boolean> delete(String namespace, String key) {
    return redis
        .send(List.of(Request.cmd(Command.UNLINK).arg(keys.cachedSet(namespace, key))))
        .map(answers -> answers.get(0).toInteger() == 1);
  }

  /** The answer to the question; null when the set is not there or outdated. */
  private Uni<Response> get(String namespace, String key, Request question) {
    Request version = Request.cmd(Command.HGET).arg(keys.cachedSet(namespace, key)).arg("");
    return redis
        .send(List.of(versions.get(namespace, Versions.NAMESPACE), version, question))
        .map(
            answers -> {
              Response current = answers.get(0);
              Response written = answers.get(1);
              return current != null
                      && written != null
                      && current.toString().equals(written.toString())
                  ? answers.get(2)
                  : null;
            });
  }

  private Uni<Response> run(Script script, String namespace, String key, List<Object> arguments) {
    return redis
        .run(
            script,
            List.of(List.of(new Script.Call(List.of(keys.cachedSet(namespace, key)), arguments))))
        .map(answers -> answers.get(0));
  }
}
