package dev.parley.cache.feed;

import dev.parley.cache.BestEffort;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Feeds as callers have them: of those who miss a page one loads it, the others wait a little. When
 * Redis is away everyone loads, and nothing is kept. Thread-safe.
 */
@Singleton
class Feeds {

  /** What became of something that needs Redis. */
  enum Done {
    YES,
    NO,
    DEGRADED;

    private static Done of(boolean done) {
      return done ? YES : NO;
    }
  }

  private final Pages pages;
  private final Waiting waiting;
  private final BestEffort redis;
  private final FeedMeters meters;

  @Inject
  Feeds(
      RedisPipeline pipeline,
      RedisKeys keys,
      CacheServiceSettings settings,
      FeedMeters meters,
      Vertx vertx) {
    FeedSettings feeds = settings.feeds();
    this.pages = new Pages(pipeline, keys, feeds.ttl(), feeds.stale(), feeds.loadTime());
    this.waiting = new Waiting(vertx, feeds.waitTime(), feeds.maxWaiting());
    this.redis = new BestEffort("feeds", feeds.timeout());
    this.meters = meters;
  }

  /** A page, or what to do. */
  Uni<Page> get(String scope, String query) {
    return ask(() -> pages.get(scope, query))
        .chain(
            page ->
                page.state() == Page.State.WAIT
                    ? await(scope, query, page)
                    : Uni.createFrom().item(page))
        .invoke(meters::got);
  }

  private Uni<Page> await(String scope, String query, Page seen) {
    return waiting
        .next(scope + "/" + query, seen, () -> ask(() -> pages.look(scope, query)))
        .chain(
            page ->
                page.isAbandoned()
                    ? ask(() -> pages.get(scope, query))
                    : Uni.createFrom().item(page));
  }

  private Uni<Page> ask(Supplier<Uni<Page>> question) {
    return redis.orElse(question, Page.DEGRADED);
  }

  /** Keeps a page that was loaded; no when it came too late. */
  Uni<Done> put(
      String scope, String query, String token, String contentType, String etag, byte[] body) {
    return redis.orElse(
        () ->
            pages
                .put(scope, query, token, contentType, etag, body)
                .invoke(meters::put)
                .map(Done::of),
        Done.DEGRADED);
  }

  /** Gives up loading; no when it came too late. */
  Uni<Done> release(String scope, String query, String token) {
    return redis.orElse(() -> pages.release(scope, query, token).map(Done::of), Done.DEGRADED);
  }

  /** All pages of the scope are gone. */
  Uni<Done> invalidate(String scope) {
    return redis.orElse(
        () -> pages.invalidate(scope).invoke(meters::invalidated).replaceWith(Done.YES),
        Done.DEGRADED);
  }

  /** How many callers wait for a page. */
  int waiting() {
    return waiting.waiting();
  }

  /** How many calls did without Redis. */
  long degraded() {
    return redis.degraded();
  }
}
