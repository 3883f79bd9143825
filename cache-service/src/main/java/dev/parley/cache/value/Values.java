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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values by namespace and key. A value is there as long as it is kept, and the versions of its
 * namespace and its tags are those with which it was written. What was read from elsewhere before
 * an invalidation and is written after it counts as new: only who is told may invalidate. All fail
 * when Redis does. Safe from any thread.
 */
final class Values {

  /** How often a write over what was looked at is tried while others write. */
  private static final int ATTEMPTS = 3;

  private static final Script REPLACE = Script.load(Values.class, "value-replace.lua");

  /** Over what a value may be written. */
  sealed interface Condition {

    /** Nothing is there. */
    record Absent() implements Condition {}

    /** The value of that version is there. */
    record Version(String version) implements Condition {}
  }

  /**
   * What is to be written.
   *
   * @param body not to be changed afterwards
   */
  record NewValue(String key, String contentType, byte[] body) {}

  /**
   * How a value stands.
   *
   * @param millisLeft -1 for as long as nobody deletes it
   */
  record Standing(String version, long millisLeft) {}

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final Versions versions;

  Values(RedisPipeline redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
    this.versions = new Versions(redis, keys);
  }

  /**
   * What is there of these keys, in their order, null for a miss: one pipeline, and a second one
   * when some have tags.
   *
   * @param maxBytes of each, with its first line: what is larger {@linkplain CachedValue#isCut is
   *     cut}; 0 for all
   */
  Uni<List<CachedValue>> get(String namespace, List<String> wanted, int maxBytes) {
    List<Request> requests = new ArrayList<>(wanted.size() + 1);
    requests.add(versions.get(namespace, Versions.NAMESPACE));
    for (String key : wanted) {
      requests.add(
          Request.cmd(Command.GETRANGE).arg(keys.cached(namespace, key)).arg(0).arg(maxBytes - 1));
    }
    return redis
        .send(requests)
        .chain(answers -> alive(namespace, answers.get(0), decode(answers, wanted, maxBytes)));
  }

  /** How the value stands; null for a miss. */
  Uni<Standing> standing(String namespace, String key) {
    return look(namespace, key)
        .map(
            seen ->
                seen.value() == null
                    ? null
                    : new Standing(seen.value().version(), seen.millisLeft()));
  }

  /** Writes them all, whatever was there before: two pipelines. Returns the versions. */
  Uni<List<String>> set(
      String namespace, List<NewValue> values, List<String> tags, Lifetime lifetime) {
    return hold(namespace, tags, lifetime)
        .chain(
            held -> {
              List<String> written = new ArrayList<>(values.size());
              List<Request> requests = new ArrayList<>(values.size());
              for (NewValue value : values) {
                CachedValue kept = kept(value, tags, held);
                written.add(kept.version());
                requests.add(write(keys.cached(namespace, value.key()), kept, lifetime));
              }
              return redis.send(requests).replaceWith(written);
            });
  }

  /** Writes one over what the condition says. Returns its version; null when that is not so. */
  Uni<String> replace(
      String namespace, NewValue value, List<String> tags, Lifetime lifetime, Condition condition) {
    return hold(namespace, tags, lifetime)
        .chain(
            held ->
                replace(namespace, kept(value, tags, held), value.key(), lifetime, condition, 1));
  }

  private Uni<String> replace(
      String namespace,
      CachedValue kept,
      String key,
      Lifetime lifetime,
      Condition condition,
      int attempt) {
    return look(namespace, key)
        .chain(
            seen -> {
              if (!fits(condition, seen.value())) {
                return Uni.createFrom().nullItem();
              }
              List<Object> arguments = List.of(seen.version(), kept.encode(), lifetime.millis());
              return redis
                  .run(
                      REPLACE,
                      List.of(
                          List.of(
                              new Script.Call(List.of(keys.cached(namespace, key)), arguments))))
                  .chain(
                      answers -> {
                        if (answers.get(0).toInteger() == 1) {
                          return Uni.createFrom().item(kept.version());
                        }
                        return attempt == ATTEMPTS
                            ? Uni.createFrom().nullItem()
                            : replace(namespace, kept, key, lifetime, condition, attempt + 1);
                      });
            });
  }

  private static boolean fits(Condition condition, CachedValue there) {
    if (condition instanceof Condition.Version wanted) {
      return there != null && there.version().equals(wanted.version());
    }
    return there == null;
  }

  /** Deletes values; how many there were, the outdated ones too. */
  Uni<Integer> delete(String namespace, List<String> some) {
    return redis
        .send(
            some.stream()
                .map(key -> Request.cmd(Command.UNLINK).arg(keys.cached(namespace, key)))
                .toList())
        .map(answers -> answers.stream().mapToInt(Response::toInteger).sum());
  }

  /**
   * What is found at a key.
   *
   * @param version of whatever is there, outdated or not; empty for nothing
   * @param value null for what is outdated too
   */
  private record Seen(String version, CachedValue value, long millisLeft) {}

  private Uni<Seen> look(String namespace, String key) {
    String name = keys.cached(namespace, key);
    return redis
        .send(
            List.of(
                versions.get(namespace, Versions.NAMESPACE),
                Request.cmd(Command.GETRANGE).arg(name).arg(0).arg(CachedValue.MAX_HEADER - 1),
                Request.cmd(Command.PTTL).arg(name)))
        .chain(
            answers -> {
              List<CachedValue> there =
                  decode(answers.subList(0, 2), List.of(key), CachedValue.MAX_HEADER);
              String version = there.get(0) == null ? "" : there.get(0).version();
              return alive(namespace, answers.get(0), there)
                  .map(alive -> new Seen(version, alive.get(0), answers.get(2).toLong()));
            });
  }

  private static List<CachedValue> decode(
      List<Response> answers, List<String> wanted, int maxBytes) {
    List<CachedValue> found = new ArrayList<>(wanted.size());
    for (int i = 1; i <= wanted.size(); i++) {
      byte[] bytes = answers.get(i).getDelegate().toBytes();
      found.add(CachedValue.decode(bytes, maxBytes > 0 && bytes.length >= maxBytes));
    }
    return found;
  }

  /** Those that are not outdated; null for the others. */
  private Uni<List<CachedValue>> alive(
      String namespace, Response namespaceVersion, List<CachedValue> found) {
    if (namespaceVersion == null) {
      found.replaceAll(value -> null);
      return Uni.createFrom().item(found);
    }
    String current = namespaceVersion.toString();
    found.replaceAll(
        value -> value != null && value.namespaceVersion().equals(current) ? value : null);
    Set<String> tags = new LinkedHashSet<>();
    found.forEach(value -> tags.addAll(value == null ? Set.of() : value.tags().keySet()));
    if (tags.isEmpty()) {
      return Uni.createFrom().item(found);
    }
    return versions
        .get(namespace, tags)
        .map(
            now -> {
              found.replaceAll(value -> value != null && isCurrent(value, now) ? value : null);
              return found;
            });
  }

  private static boolean isCurrent(CachedValue value, Map<String, String> now) {
    return value.tags().entrySet().stream()
        .allMatch(tag -> tag.getValue().equals(now.get(tag.getKey())));
  }

  private Uni<Map<String, String>> hold(String namespace, List<String> tags, Lifetime lifetime) {
    List<String> all = new ArrayList<>(tags.size() + 1);
    all.add(Versions.NAMESPACE);
    all.addAll(tags);
    return versions.hold(namespace, all, lifetime);
  }

  private static CachedValue kept(NewValue value, List<String> tags, Map<String, String> held) {
    Map<String, String> tagged = new LinkedHashMap<>();
    tags.forEach(tag -> tagged.put(tag, held.get(tag)));
    return new CachedValue(
        Ids.random(),
        held.get(Versions.NAMESPACE),
        tagged,
        value.contentType(),
        value.body(),
        false);
  }

  private static Request write(String name, CachedValue kept, Lifetime lifetime) {
    Request set = Request.cmd(Command.SET).arg(name).arg(kept.encode());
    return lifetime.isPermanent() ? set : set.arg("PX").arg(lifetime.millis());
  }
}
