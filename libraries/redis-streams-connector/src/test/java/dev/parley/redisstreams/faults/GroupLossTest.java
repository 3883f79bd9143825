package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.TestChannels.Receiver;
import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupLossTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exclusive", "shared"})
  void a_group_that_is_destroyed_while_nothing_happens_is_made_again(String assignment) {
    try (Receiver receiver =
        new Receiver(
            redis, "stream", stream, "group", "g", "assignment", assignment, "block", "PT3S")) {
      until("reads", GroupLossTest::isReading);
      redis.run(Command.XGROUP, "DESTROY", stream, "g");
      add("a");
      until("reads again", () -> receiver.payloads().size() == 1);
      assertEquals(List.of("a"), receiver.payloads());
    }
  }

  private static boolean isReading() {
    return redis.run(Command.INFO, "clients").toString().contains("blocked_clients:1");
  }

  private void add(String payload) {
    redis.run(Command.XADD, stream, "*", "data", payload);
  }
}
