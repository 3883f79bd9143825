package dev.parley.cache.value;

import dev.parley.cache.BestEffort;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.value.Answers.Added;
import dev.parley.cache.value.Answers.Deleted;
import dev.parley.cache.value.Answers.Invalidated;
import dev.parley.cache.value.Answers.Member;
import dev.parley.cache.value.Answers.Members;
import dev.parley.cache.value.Answers.Number;
import dev.parley.cache.value.Answers.Removed;
import dev.parley.cache.value.Answers.Standing;
import dev.parley.cache.value.Answers.Stored;
import dev.parley.cache.value.Answers.StoredMany;
import dev.parley.cache.value.Sweep.Swept;
import dev.parley.cache.value.Values.Condition;
import dev.parley.cache.value.Values.NewValue;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.RedisClientType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The cache as callers have it: when Redis is away reads miss and writes do nothing, and the answer
 * says so. What is not counted here is refused. Thread-safe.
 */
@Singleton
class Cache {

  /** A read of several values: null in place of a value for a miss. */
  record Read(List<CachedValue> values, boolean degraded) {

    private static final Read DEGRADED = new Read(null, true);

    /** The value of the key at that place of the question; null for a miss. */
    CachedValue value(int i) {
      return degraded ? null : values.get(i);
    }
  }

  private final Values values;
  private final Numbers numbers;
  private final Sets sets;
  private final Sweep sweep;
  private final Versions versions;
  private final CacheMeters meters;
  private final BestEffort redis;
  private final Duration sweepTime;

  @Inject
  Cache(
      RedisPipeline pipeline,
      RedisKeys keys,
      CacheServiceSettings settings,
      CacheMeters meters,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers) {
    this.values = new Values(pipeline, keys);
    this.numbers = new Numbers(pipeline, keys);
    this.sets = new Sets(pipeline, keys, settings.values().maxMembers());
    this.sweep = new Sweep(pipeline, keys, servers == RedisClientType.CLUSTER);
    this.versions = new Versions(pipeline, keys);
    this.meters = meters;
    this.redis = meters.redis();
    this.sweepTime = settings.values().sweepTime();
  }

  /** See {@link Values#get}. */
  Uni<Read> get(String namespace, List<String> keys, int maxBytes) {
    return redis
        .orElse(
            () -> values.get(namespace, keys, maxBytes).map(found -> new Read(found, false)),
            Read.DEGRADED)
        .invoke(read -> count(read, keys.size()));
  }

  private void count(Read read, int asked) {
    for (int i = 0; i < asked; i++) {
      CachedValue value = read.value(i);
      if (value == null) {
        meters.read(false);
      } else {
        meters.hit(value.body().length);
      }
    }
  }

  Uni<Standing> standing(String namespace, String key) {
    return redis.orElse(
        () ->
            values
                .standing(namespace, key)
                .map(there -> there == null ? Standing.MISS : Standing.of(there)),
        Standing.DEGRADED);
  }

  Uni<StoredMany> set(String namespace, List<NewValue> some, List<String> tags, Lifetime lifetime) {
    long bytes = some.stream().mapToLong(value -> value.body().length).sum();
    return redis.orElse(
        () ->
            values
                .set(namespace, some, tags, lifetime)
                .invoke(() -> meters.set(some.size(), bytes))
                .map(written -> new StoredMany(true, written, null)),
        StoredMany.DEGRADED);
  }

  Uni<Stored> set(
      String namespace,
      NewValue value,
      List<String> tags,
      Lifetime lifetime,
      Optional<Condition> condition) {
    if (condition.isEmpty()) {
      return set(namespace, List.of(value), tags, lifetime)
          .map(all -> all.stored() ? Stored.as(all.versions().get(0)) : Stored.DEGRADED);
    }
    return redis.orElse(
        () ->
            values
                .replace(namespace, value, tags, lifetime, condition.get())
                .map(version -> version == null ? Stored.REFUSED : stored(value, version)),
        Stored.DEGRADED);
  }

  private Stored stored(NewValue value, String version) {
    meters.set(1, value.body().length);
    return Stored.as(version);
  }

  Uni<Deleted> delete(String namespace, List<String> keys) {
    return redis.orElse(
        () -> values.delete(namespace, keys).invoke(meters::deleted).map(Deleted::of),
        Deleted.DEGRADED);
  }

  /** Step by step, each in the time that other calls have. */
  Uni<Deleted> deleteLike(String namespace, String pattern, String cursor) {
    long end = System.nanoTime() + sweepTime.toNanos();
    return sweepOn(namespace, pattern, Swept.upTo(cursor), end)
        .invoke(deleted -> meters.deleted(deleted.deleted()));
  }

  private Uni<Deleted> sweepOn(String namespace, String pattern, Swept swept, long end) {
    return redis
        .orElse(() -> sweep.step(namespace, pattern, swept), Swept.FAILED)
        .chain(
            next -> {
              if (next.hasFailed()) {
                Deleted far = new Deleted(swept.deleted(), swept.cursor(), true);
                return Uni.createFrom().item(far);
              }
              return next.isDone() || System.nanoTime() - end >= 0
                  ? Uni.createFrom().item(new Deleted(next.deleted(), next.cursor(), null))
                  : sweepOn(namespace, pattern, next, end);
            });
  }

  Uni<Invalidated> invalidate(String namespace, String tag) {
    return redis.orElse(
        () ->
            versions.drop(namespace, tag).invoke(meters::invalidated).replaceWith(Invalidated.DONE),
        Invalidated.DEGRADED);
  }

  Uni<Number> increment(String namespace, String key, long by, Lifetime lifetime) {
    return redis.orElse(
        () -> numbers.add(namespace, key, by, lifetime).map(Number::of), Number.DEGRADED);
  }

  Uni<Number> number(String namespace, String key) {
    return redis
        .orElse(() -> numbers.get(namespace, key).map(Number::of), Number.DEGRADED)
        .invoke(number -> meters.read(number.hit()));
  }

  Uni<Deleted> deleteNumber(String namespace, String key) {
    return redis.orElse(() -> numbers.delete(namespace, key).map(Deleted::of), Deleted.DEGRADED);
  }

  Uni<Added> add(String namespace, String key, List<String> members, Lifetime lifetime) {
    return redis.orElse(
        () ->
            sets.add(namespace, key, members, lifetime)
                .map(grown -> new Added(grown.added(), grown.size(), null)),
        Added.DEGRADED);
  }

  Uni<Removed> remove(String namespace, String key, List<String> members) {
    return redis.orElse(
        () -> sets.remove(namespace, key, members).map(gone -> new Removed(gone, null)),
        Removed.DEGRADED);
  }

  Uni<Members> members(String namespace, String key) {
    return redis
        .orElse(() -> sets.members(namespace, key).map(Members::of), Members.DEGRADED)
        .invoke(members -> meters.read(members.hit()));
  }

  Uni<Member> contains(String namespace, String key, String member) {
    return redis
        .orElse(() -> sets.contains(namespace, key, member).map(Member::of), Member.DEGRADED)
        .invoke(answer -> meters.read(answer.hit()));
  }

  Uni<Deleted> deleteSet(String namespace, String key) {
    return redis.orElse(() -> sets.delete(namespace, key).map(Deleted::of), Deleted.DEGRADED);
  }
}
