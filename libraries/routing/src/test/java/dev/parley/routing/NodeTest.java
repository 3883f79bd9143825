package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private final RedisKeys keys = REDIS.newKeys();
  private final Node node =
      new Node(REDIS.client(), keys, "n1", Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL);

  @Test
  void start_createsLeaseAndInboxThatExpire() {
    await(node.start());

    long lease = REDIS.call(Command.PTTL, keys.nodeLease("n1")).toLong();
    long inbox = REDIS.call(Command.PTTL, keys.inbox("n1")).toLong();
    assertTrue(lease > 10_000 && lease <= 15_000, "lease " + lease);
    assertTrue(inbox > 50_000 && inbox <= 60_000, "inbox " + inbox);
  }

  @Test
  void start_putsAnEntryWithoutItemsIntoTheInbox() {
    await(node.start());

    Response entries = REDIS.call(Command.XRANGE, keys.inbox("n1"), "-", "+");
    assertEquals(1, entries.size());
    Response fields = entries.get(0).get(1);
    assertEquals("data", fields.get(0).toString());
    assertEquals(List.of(), InboxEntryCodec.decode(fields.get(1).toBytes()).items());
    assertArrayEquals(new byte[] {1}, fields.get(1).toBytes());
  }

  @Test
  void renew_extendsLeaseAndInbox() {
    await(node.start());
    REDIS.call(Command.PEXPIRE, keys.nodeLease("n1"), 1_000);
    REDIS.call(Command.PEXPIRE, keys.inbox("n1"), 1_000);

    assertTrue(await(node.renew()));

    assertTrue(REDIS.call(Command.PTTL, keys.nodeLease("n1")).toLong() > 10_000);
    assertTrue(REDIS.call(Command.PTTL, keys.inbox("n1")).toLong() > 50_000);
  }

  @Test
  void renew_keepsAnInboxThatWasReadEmpty() {
    await(node.start());
    REDIS.call(Command.XTRIM, keys.inbox("n1"), "MAXLEN", 0);

    assertTrue(await(node.renew()));

    assertEquals(0, REDIS.call(Command.XLEN, keys.inbox("n1")).toInteger());
  }

  @Test
  void renew_createsBothAgainAfterRedisWasEmptied() {
    await(node.start());
    REDIS.call(Command.FLUSHALL);
    REDIS.call(Command.SCRIPT, "FLUSH");

    assertFalse(await(node.renew()), "says that something was gone");
    assertEquals(2, REDIS.call(Command.EXISTS, keys.nodeLease("n1"), keys.inbox("n1")).toInteger());
    assertTrue(await(node.renew()), "the next one finds both");
  }

  @Test
  void renew_saysSoWhenOnlyTheLeaseWasGoneAndKeepsTheInbox() {
    await(node.start());
    REDIS.call(Command.XADD, keys.inbox("n1"), "*", "data", "x");
    REDIS.call(Command.DEL, keys.nodeLease("n1"));

    assertFalse(await(node.renew()));

    assertEquals(2, REDIS.call(Command.XLEN, keys.inbox("n1")).toInteger());
    assertEquals(1, REDIS.call(Command.EXISTS, keys.nodeLease("n1")).toInteger());
  }

  @Test
  void renew_saysSoWhenOnlyTheInboxWasGone() {
    await(node.start());
    REDIS.call(Command.DEL, keys.inbox("n1"));

    assertFalse(await(node.renew()));

    assertEquals(1, REDIS.call(Command.XLEN, keys.inbox("n1")).toInteger());
    assertTrue(REDIS.call(Command.PTTL, keys.inbox("n1")).toLong() > 50_000);
  }

  @Test
  void stop_removesLeaseAndInbox() {
    await(node.start());

    await(node.stop());

    assertEquals(0, REDIS.call(Command.EXISTS, keys.nodeLease("n1"), keys.inbox("n1")).toInteger());
  }

  @Test
  void killedNode_vanishesByItself() throws InterruptedException {
    Node shortLived =
        new Node(REDIS.client(), keys, "n2", Duration.ofMillis(50), Duration.ofMillis(20));
    await(shortLived.start());

    RealRedis.until(
        "lease gone while the inbox is there",
        () ->
            REDIS.call(Command.EXISTS, keys.nodeLease("n2")).toInteger() == 0
                && REDIS.call(Command.PTTL, keys.inbox("n2")).toLong() > -2);
    RealRedis.until(
        "inbox gone", () -> REDIS.call(Command.EXISTS, keys.inbox("n2")).toInteger() == 0);
  }

  @Test
  void everyCall_failsWhenRedisIsAway() throws IOException {
    Node lost =
        new Node(REDIS.unreachable(), keys, "n3", Duration.ofSeconds(2), Duration.ofSeconds(1));

    assertThrows(Exception.class, () -> await(lost.start()));
    assertThrows(Exception.class, () -> await(lost.renew()));
    assertThrows(Exception.class, () -> await(lost.stop()));
  }

  @ParameterizedTest
  @CsvSource({"0,1000", "-5,1000", "1000,1000", "2000,1000"})
  void renewal_mustBePositiveAndShorterThanTheLease(long renewalMillis, long leaseMillis) {
    Duration lease = Duration.ofMillis(leaseMillis);
    Duration renewal = Duration.ofMillis(renewalMillis);

    assertThrows(
        IllegalArgumentException.class, () -> new Node(REDIS.client(), keys, "n4", lease, renewal));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
