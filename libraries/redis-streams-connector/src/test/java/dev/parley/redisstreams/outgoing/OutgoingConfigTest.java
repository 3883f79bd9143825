package dev.parley.redisstreams.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutgoingConfigTest {

  @ParameterizedTest
  @CsvSource({
    "max-backlog=-1,                 max-backlog must be a number from 0",
    "max-length=100 max-backlog=99,  'max-backlog must be 0 or at least max-length, 100'",
    "trim=always max-backlog=5,      max-backlog goes with trim=acknowledged only",
    "delay=soon,                     delay must be a duration from PT0.001S",
    "delay=PT0S,                     delay must be a duration from PT0.001S",
    "delay=PT-1S,                    delay must be a duration from PT0.001S",
    "delayed-delivery=yes,           delayed-delivery is \"yes\" and must be true or false",
  })
  void a_wrong_attribute_is_named(String attributes, String sentence) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> config(attributes)).getMessage();
    assertTrue(message.startsWith("Channel 'test': " + sentence), message);
  }

  @Test
  void by_default_nothing_is_delayed_or_bounded() {
    OutgoingConfig config = config("trim=acknowledged");
    assertEquals(0, config.maxBacklog());
    assertEquals(0, config.keep());
    assertEquals(Duration.ZERO, config.delay());
    assertFalse(config.delayedDelivery());
  }

  @Test
  void a_delay_switches_delayed_delivery_on() {
    assertTrue(config("delay=PT5S").delayedDelivery());
    assertEquals(Duration.ofSeconds(5), config("delay=PT5S").delay());
    assertTrue(config("delayed-delivery=true").delayedDelivery());
  }

  @Test
  void a_backlog_stands_in_for_a_missing_length() {
    assertEquals(50, config("max-backlog=50").keep());
    assertEquals(20, config("max-backlog=50 max-length=20").keep());
    assertEquals(50, config("max-backlog=50 max-length=50").maxBacklog());
  }

  private static OutgoingConfig config(String attributes) {
    return OutgoingConfig.of(
        TestChannels.attributes(
            Arrays.stream(("stream=s " + attributes).split("[ =]", -1)).toArray(String[]::new)));
  }
}
