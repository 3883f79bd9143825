package dev.parley.cache.feed;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.List;

/**
 * Pages of feeds in Redis. A page has the version of its scope when it was begun to be loaded; an
 * invalidation takes the version away, and pages of any other are gone. All fail when Redis does.
 * Safe from any thread.
 */
final class Pages {

  private static final Script GET = Script.load(Pages.class, "feed-get.lua");
  private static final Script PUT = Script.load(Pages.class, "feed-put.lua");
  private static final Script RELEASE = Script.load(Pages.class, "feed-release.lua");
  private static final String ONLY_LOOK = "";

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final long fresh;
  private final long kept;
  private final long loadTime;

  /**
   * @param stale how much longer than fresh a page is kept
   * @param loadTime how long who loads a page has the right to
   */
  Pages(RedisPipeline redis, RedisKeys keys, Duration fresh, Duration stale, Duration loadTime) {
    this.redis = redis;
    this.keys = keys;
    this.fresh = fresh.toMillis();
    this.kept = fresh.plus(stale).toMillis();
    this.loadTime = loadTime.toMillis();
  }

  /** The page; or the right to load it, which one caller gets; or who comes later has to wait. */
  Uni<Page> get(String scope, String query) {
    return get(scope, query, Ids.random());
  }

  /** The same without ever the right to load it. */
  Uni<Page> look(String scope, String query) {
    return get(scope, query, ONLY_LOOK);
  }

  private Uni<Page> get(String scope, String query, String token) {
    return run(GET, scope, query, List.of(token, fresh, loadTime, kept))
        .map(answer -> page(answer, token));
  }

  private static Page page(Response answer, String token) {
    String state = answer.get(0).toString();
    if (state.equals("load")) {
      return Page.load(token);
    }
    long millis = answer.get(1).toLong();
    if (state.equals("wait")) {
      return Page.waitFor(millis);
    }
    return new Page(
        state.equals("fresh") ? Page.State.FRESH : Page.State.STALE,
        millis,
        answer.get(2).toString(),
        answer.get(3).toString(),
        answer.get(4).getDelegate().toBytes(),
        null);
  }

  /** Keeps a page; false when the token is not the current one, or the scope was invalidated. */
  Uni<Boolean> put(
      String scope, String query, String token, String contentType, String etag, byte[] body) {
    return run(PUT, scope, query, List.of(token, contentType, etag, body, kept))
        .map(answer -> answer.toInteger() == 1);
  }

  /** Gives up loading; false when the token is not the current one. */
  Uni<Boolean> release(String scope, String query, String token) {
    return run(RELEASE, scope, query, List.of(token)).map(answer -> answer.toInteger() == 1);
  }

  /** All pages of the scope are gone, those that are under way too. */
  Uni<Void> invalidate(String scope) {
    return redis
        .send(List.of(Request.cmd(Command.UNLINK).arg(keys.feedVersion(scope))))
        .replaceWithVoid();
  }

  private Uni<Response> run(Script script, String scope, String query, List<?> arguments) {
    List<String> scriptKeys = List.of(keys.feedPage(scope, query), keys.feedVersion(scope));
    return redis
        .run(script, List.of(List.of(new Script.Call(scriptKeys, arguments))))
        .map(answers -> answers.get(0));
  }
}
