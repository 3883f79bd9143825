package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeKeeperTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final RedisKeys keys = REDIS.newKeys();
  private final AtomicInteger starts = new AtomicInteger();
  private final List<Boolean> renewals = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger together = new AtomicInteger();
  private NodeKeeper keeper;

  private void keep(Redis redis) {
    Node node = new Node(redis, keys, "n1", LEASE, OFTEN);
    keeper = new NodeKeeper(node, REDIS.vertx(), starts::incrementAndGet, this::renewed);
    keeper.begin();
  }

  /** Takes longer than a renewal is due. */
  private Uni<Void> renewed(boolean wasThere) {
    together.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    renewals.add(wasThere);
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(OFTEN.multipliedBy(2))
        .invoke(underWay::decrementAndGet);
  }

  @AfterEach
  void end() {
    keeper.end();
  }

  @Test
  void node_isStartedOnceAndRenewedOneCallAfterTheOther() throws InterruptedException {
    keep(REDIS.client());
    RealRedis.until("three renewals", () -> renewals.size() >= 3);

    assertEquals(1, starts.get());
    assertTrue(keeper.isRunning());
    assertFalse(renewals.contains(false), renewals::toString);
    assertEquals(1, together.get());
  }

  @Test
  void nodeThatWasLost_isSaid() throws InterruptedException {
    keep(REDIS.client());
    RealRedis.until("renewed", () -> !renewals.isEmpty());
    REDIS.call(Command.DEL, keys.nodeLease("n1"), keys.inbox("n1"));

    RealRedis.until("lost", () -> renewals.contains(false));
    RealRedis.until("there again", () -> renewals.get(renewals.size() - 1));
    assertEquals(1, REDIS.call(Command.EXISTS, keys.inbox("n1")).toInteger());
  }

  @Test
  void endedKeeper_renewsNoMore() throws InterruptedException {
    keep(REDIS.client());
    RealRedis.until("renewed", () -> !renewals.isEmpty());
    keeper.end();
    RealRedis.until("the last renewal has ended", () -> underWay.get() == 0);

    assertFalse(keeper.isRunning());
    String lease = keys.nodeLease("n1");
    RealRedis.until(
        "the lease expires",
        () -> {
          // A renewal that was under way at the end may come once more.
          long left = REDIS.call(Command.PTTL, lease).toLong();
          if (left > OFTEN.multipliedBy(20).toMillis()) {
            REDIS.call(Command.PEXPIRE, lease, OFTEN.multipliedBy(20).toMillis());
          }
          return left < 0;
        });
  }

  @Test
  void redisThatIsAway_isTriedAgainUntilTheEnd() throws IOException {
    keep(REDIS.unreachable());

    assertFalse(keeper.isRunning());
    keeper.end();
    assertEquals(0, starts.get());
  }
}
