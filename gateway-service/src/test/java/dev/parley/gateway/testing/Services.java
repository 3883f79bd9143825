package dev.parley.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The services behind the gateway: message-service at two addresses, presence-service and
 * cache-service at one each. A test gets them in its field of type {@link Behind}.
 */
public final class Services implements QuarkusTestResourceLifecycleManager {

  /** The services, as a test makes them behave. */
  public record Behind(
      FakeService messageA, FakeService messageB, FakeService presence, FakeService cache) {

    /** All run and behave as at the beginning. */
    public void reset() {
      messageA.reset();
      messageB.reset();
      presence.reset();
      cache.reset();
    }

    /** What both addresses of message-service have got. */
    public int seen() {
      return messageA.seen().size() + messageB.seen().size();
    }
  }

  private Vertx vertx;
  private Behind behind;

  @Override
  public Map<String, String> start() {
    vertx = Vertx.vertx();
    behind =
        new Behind(
            new FakeService(vertx, "message a"),
            new FakeService(vertx, "message b"),
            new FakeService(vertx, "presence"),
            new FakeService(vertx, "cache"));
    return Map.of(
        "MESSAGE_SERVICE_URL",
        behind.messageA().url() + "," + behind.messageB().url(),
        "PRESENCE_SERVICE_URL",
        behind.presence().url(),
        "CACHE_SERVICE_URL",
        behind.cache().url());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(behind, new TestInjector.MatchesType(Behind.class));
  }

  @Override
  public void stop() {
    if (vertx != null) {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
    }
  }
}
