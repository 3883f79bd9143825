package dev.parley.cache.read;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.model.ModelStore;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.redisstreams.StreamEnds;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether the read models have what happened before somebody asked. message-service appends the
 * events before it tells anybody, so who was told, or connects afterwards, finds it in the streams;
 * and the follower notes up to where they are applied.
 *
 * <p>Thread-safe. One look at the streams is under way at a time; who asks meanwhile shares the
 * next one, so looks grow rarer under load, and never older than the question.
 */
@Singleton
public class Freshness {

  /** How often is looked again for what is being applied. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final StreamEnds ends;
  private final List<String> streams;
  private final ModelStore models;
  private final Duration patience;

  private List<UniEmitter<? super Boolean>> asking = new ArrayList<>();
  private boolean looking;

  @Inject
  Freshness(
      Redis redis,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers,
      RedisKeys keys,
      ModelStore models,
      CacheServiceSettings settings) {
    this(
        new StreamEnds(redis, servers == RedisClientType.CLUSTER),
        IntStream.range(0, settings.partitions())
            .mapToObj(partition -> RedisKeys.partition(keys.events(), partition))
            .toList(),
        models,
        settings.reads().patience());
  }

  Freshness(StreamEnds ends, List<String> streams, ModelStore models, Duration patience) {
    this.ends = ends;
    this.streams = streams;
    this.models = models;
    this.patience = patience;
  }

  /**
   * Waits until all events are applied that are in the streams now.
   *
   * @return false when that takes longer than {@code parley.reads.patience}; fails when Redis does
   */
  public Uni<Boolean> reached() {
    return Uni.createFrom().emitter(emitter -> join(emitter));
  }

  private void join(UniEmitter<? super Boolean> emitter) {
    synchronized (this) {
      asking.add(emitter);
      if (looking) {
        return;
      }
      looking = true;
    }
    look();
  }

  private void look() {
    List<UniEmitter<? super Boolean>> sharing;
    synchronized (this) {
      sharing = asking;
      asking = new ArrayList<>();
    }
    long end = System.nanoTime() + patience.toNanos();
    Uni.combine()
        .all()
        .unis(ends.of(streams).onTermination().invoke(this::looked), models.applied())
        .asTuple()
        .chain(both -> until(both.getItem1(), both.getItem2(), end))
        .subscribe()
        .with(
            reached -> sharing.forEach(one -> one.complete(reached)),
            failure -> sharing.forEach(one -> one.fail(failure)));
  }

  /** The streams were looked at: who has come meanwhile needs another look. */
  private void looked() {
    synchronized (this) {
      looking = !asking.isEmpty();
      if (!looking) {
        return;
      }
    }
    look();
  }

  private Uni<Boolean> until(List<String> ended, List<String> applied, long end) {
    if (isReached(ended, applied)) {
      return Uni.createFrom().item(true);
    }
    if (System.nanoTime() - end >= 0) {
      return Uni.createFrom().item(false);
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(LOOK_AGAIN)
        .chain(() -> models.applied())
        .chain(now -> until(ended, now, end));
  }

  private static boolean isReached(List<String> ended, List<String> applied) {
    for (int i = 0; i < ended.size(); i++) {
      if (StreamEnds.compare(applied.get(i), ended.get(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
