package dev.parley.cache.value;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.List;

/** Numbers that are counted up, of a namespace. All fail when Redis does. Safe from any thread. */
final class Numbers {

  private static final Script ADD = Script.load(Numbers.class, "number-add.lua");

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final Versions versions;

  Numbers(RedisPipeline redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
    this.versions = new Versions(redis, keys);
  }

  /** Adds to a number, from 0; what it is then. The lifetime is that of a new one. */
  Uni<Long> add(String namespace, String key, long by, Lifetime lifetime) {
    return versions
        .hold(namespace, List.of(Versions.NAMESPACE), lifetime)
        .chain(
            held ->
                redis.run(
                    ADD,
                    List.of(
                        List.of(
                            new Script.Call(
                                List.of(keys.cachedNumber(namespace, key)),
                                List.of(held.get(Versions.NAMESPACE), by, lifetime.millis()))))))
        .map(answers -> Long.valueOf(answers.get(0).toString()));
  }

  /** What it is; null for a miss. */
  Uni<Long> get(String namespace, String key) {
    Request number =
        Request.cmd(Command.HMGET).arg(keys.cachedNumber(namespace, key)).arg("").arg("n");
    return redis
        .send(List.of(versions.get(namespace, Versions.NAMESPACE), number))
        .map(
            answers -> {
              Response version = answers.get(1).get(0);
              Response current = answers.get(0);
              return version != null
                      && current != null
                      && version.toString().equals(current.toString())
                  ? Long.valueOf(answers.get(1).get(1).toString())
                  : null;
            });
  }

  /** Deletes it; whether it was there. */
  Uni<Boolean> delete(String namespace, String key) {
    return redis
        .send(List.of(Request.cmd(Command.UNLINK).arg(keys.cachedNumber(namespace, key))))
        .map(answers -> answers.get(0).toInteger() == 1);
  }
}
