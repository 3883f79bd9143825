package dev.parley.redisstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamEndsTest {

  static List<Supplier<TestServers>> servers() {
    return List.of(TestRedis::new, TestCluster::new);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void ends_are_the_last_ids_in_the_order_of_the_streams(Supplier<TestServers> start) {
    try (TestServers servers = start.get()) {
      String one = TestRedis.uniqueStream();
      String other = TestRedis.uniqueStream();
      String none = TestRedis.uniqueStream();
      servers.run(Command.XADD, one, "5-1", "data", "a");
      servers.run(Command.XADD, one, "17-3", "data", "b");
      servers.run(Command.XADD, other, "9-0", "data", "c");

      assertEquals(List.of("17-3", StreamEnds.NOTHING, "9-0"), ends(servers, one, none, other));

      servers.run(Command.XADD, other, "9-1", "data", "d");
      assertEquals(List.of("9-1"), ends(servers, other));
    }
  }

  @Test
  void what_is_no_stream_fails() {
    try (TestRedis redis = new TestRedis()) {
      redis.run(Command.SET, "text", "x");
      assertTrue(
          assertThrows(RuntimeException.class, () -> ends(redis, "text"))
              .getMessage()
              .contains("WRONGTYPE"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0-0, 0",
    "5, 5-0, 0",
    "5-1, 5-0, 1",
    "9-9, 10-0, -1",
    "18446744073709551615-18446744073709551615, 1-1, 1"
  })
  void ids_are_compared_by_time_and_number(String left, String right, int expected) {
    assertEquals(expected, Integer.signum(StreamEnds.compare(left, right)));
    assertEquals(-expected, Integer.signum(StreamEnds.compare(right, left)));
  }

  private static List<String> ends(TestServers servers, String... streams) {
    RedisAccess access = servers.access();
    return new StreamEnds(access.redis(), access.cluster())
        .of(List.of(streams))
        .await()
        .atMost(Duration.ofSeconds(20));
  }
}
