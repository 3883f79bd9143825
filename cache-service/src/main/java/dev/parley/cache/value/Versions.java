package dev.parley.cache.value;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The versions of namespaces and tags: random texts, each written with what belongs to it. Who
 * takes a version away invalidates all that was written with it, and the next writer makes another
 * one; so a version that Redis has lost makes misses, and never brings back what is gone. A version
 * lives longer than anything that was written with it. Safe from any thread.
 */
final class Versions {

  /** The tag that stands for the namespace itself. */
  static final String NAMESPACE = "";

  /** Between two writes to Redis, at the least, that make a version live longer. */
  private static final long SPARE_MILLIS = 60_000;

  private static final Script HOLD = Script.load(Versions.class, "version-hold.lua");

  private final RedisPipeline redis;
  private final RedisKeys keys;

  Versions(RedisPipeline redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /** Asks for a version. */
  Request get(String namespace, String tag) {
    return Request.cmd(Command.GET).arg(keys.cacheVersion(namespace, tag));
  }

  /** The versions there are; null for a tag that has none. */
  Uni<Map<String, String>> get(String namespace, Collection<String> tags) {
    List<String> asked = List.copyOf(tags);
    return redis
        .send(asked.stream().map(tag -> get(namespace, tag)).toList())
        .map(answers -> byTag(asked, answers));
  }

  /**
   * The versions to write with, made where there are none, and as long as what is written.
   *
   * @param tags of the namespace, and {@link #NAMESPACE}
   */
  Uni<Map<String, String>> hold(String namespace, Collection<String> tags, Lifetime lifetime) {
    List<String> asked = List.copyOf(tags);
    long least = lifetime.isPermanent() ? 0 : lifetime.millis() + SPARE_MILLIS;
    List<Object> arguments = List.of(Ids.random(), least, 2 * least);
    List<List<Script.Call>> calls = new ArrayList<>(asked.size());
    for (String tag : asked) {
      calls.add(List.of(new Script.Call(List.of(keys.cacheVersion(namespace, tag)), arguments)));
    }
    return redis.run(HOLD, calls).map(answers -> byTag(asked, answers));
  }

  /** Takes a version away. */
  Uni<Void> drop(String namespace, String tag) {
    return redis
        .send(List.of(Request.cmd(Command.UNLINK).arg(keys.cacheVersion(namespace, tag))))
        .replaceWithVoid();
  }

  private static Map<String, String> byTag(List<String> tags, List<Response> answers) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      versions.put(tags.get(i), Objects.toString(answers.get(i), null));
    }
    return versions;
  }
}
