package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TakenOverRetryTest {

  /** The backoff of a thirteenth attempt would be longer than the time of the condition. */
  @Test
  void an_entry_that_was_taken_over_often_does_not_wait_longer_for_its_first_retry() {
    String stream = TestRedis.uniqueStream();
    try (TestRedis redis = new TestRedis()) {
      redis.run(Command.XGROUP, "CREATE", stream, "g", "0", "MKSTREAM");
      String id = redis.run(Command.XADD, stream, "*", "key", "k", "data", "a").toString();
      redis.run(Command.XREADGROUP, "GROUP", "g", "gone", "STREAMS", stream, ">");
      redis.run(Command.XCLAIM, stream, "g", "gone", "0", id, "RETRYCOUNT", "12");
      try (Receiver receiver =
          new Receiver(
              redis,
              (number, batch) ->
                  number == 0
                      ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                      : CompletableFuture.completedFuture(null),
              "stream",
              stream,
              "group",
              "g",
              "retry-attempts",
              "0",
              "retry-max-delay",
              "PT10M")) {
        until("done", () -> receiver.batches.size() == 2 && redis.pending(stream, "g") == 0);
        assertEquals(14, receiver.batches.get(1).metadata().entries().get(0).deliveryCount());
      }
    }
  }
}
