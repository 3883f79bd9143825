package dev.parley.redisstreams.quarkus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
@TestProfile(WrongAttributeTest.Wrong.class)
class WrongAttributeTest {

  /** The application with one attribute changed. There is no Redis: it does not come to that. */
  public static final class Wrong implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mp.messaging.incoming.orders.lease",
          "soon",
          "quarkus.redis.hosts",
          "redis://127.0.0.1:1",
          "quarkus.redis.second.hosts",
          "redis://127.0.0.1:1",
          "quarkus.http.port",
          "0");
    }
  }

  @Test
  @Launch(
      value = {},
      exitCode = 1)
  void a_wrong_attribute_stops_the_start_with_a_sentence(LaunchResult result) {
    String said = result.getOutput() + result.getErrorOutput();
    assertTrue(
        said.contains(
            "Channel 'orders': lease must be a duration from PT1S to PT5M, such as PT1S."),
        said);
  }
}
