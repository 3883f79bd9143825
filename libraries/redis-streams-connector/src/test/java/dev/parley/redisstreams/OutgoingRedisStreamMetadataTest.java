package dev.parley.redisstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingRedisStreamMetadataTest {

  private final OutgoingRedisStreamMetadata plain = OutgoingRedisStreamMetadata.ofKey("k");

  @Test
  void says_nothing_but_what_it_was_told() {
    assertEquals("k", plain.key());
    assertTrue(plain.partition() < 0);
    assertNull(plain.stream());
    assertSame(Map.of(), plain.headers());
    assertNull(plain.delay());
    assertNull(plain.deliverAt());
    assertNull(plain.lease());
    assertEquals(3, OutgoingRedisStreamMetadata.ofPartition(3).partition());
    assertEquals("s", OutgoingRedisStreamMetadata.ofStream("s").stream());
  }

  @Test
  void each_part_keeps_the_others() {
    OutgoingRedisStreamMetadata all =
        plain
            .withHeaders(Map.of("a", "1"))
            .withDelay(Duration.ofSeconds(1))
            .under(PartitionLease.ENDLESS);
    assertEquals("k", all.key());
    assertEquals(Map.of("a", "1"), all.headers());
    assertEquals(Duration.ofSeconds(1), all.delay());
    assertSame(PartitionLease.ENDLESS, all.lease());
  }

  @Test
  void of_delay_and_deliver_at_the_last_one_counts() {
    Instant due = Instant.now();
    OutgoingRedisStreamMetadata at = plain.withDelay(Duration.ofSeconds(1)).withDeliverAt(due);
    assertNull(at.delay());
    assertEquals(due, at.deliverAt());
    OutgoingRedisStreamMetadata in = at.withDelay(Duration.ZERO);
    assertNull(in.deliverAt());
    assertEquals(Duration.ZERO, in.delay());
    assertRefused(
        "not both",
        () ->
            new OutgoingRedisStreamMetadata(
                "k", -1, null, Map.of(), Duration.ZERO, Instant.EPOCH, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "data", "dead-letter-cause", "dead-letter-"})
  void the_connectors_own_fields_are_refused_as_headers(String name) {
    assertRefused(
        "the field " + name + " is the connector's own",
        () -> plain.withHeaders(Map.of("fine", "1", name, "2")));
  }

  @Test
  void names_that_only_look_like_the_connectors_are_taken() {
    Map<String, String> headers = Map.of("Key", "1", "data2", "2", "dead-letter", "3");
    assertEquals(headers, plain.withHeaders(headers).headers());
  }

  @Test
  void headers_are_copied_kept_in_order_and_bounded() {
    Map<String, String> headers = new java.util.LinkedHashMap<>();
    headers.put("z", "1");
    headers.put("a", "2");
    OutgoingRedisStreamMetadata metadata = plain.withHeaders(headers);
    headers.put("later", "3");
    assertEquals(List.of("z", "a"), List.copyOf(metadata.headers().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> metadata.headers().put("b", "1"));
    for (int i = 0; i < OutgoingRedisStreamMetadata.MAX_HEADERS; i++) {
      headers.put("h" + i, "v");
    }
    assertRefused("259 headers are too many", () -> plain.withHeaders(headers));
  }

  @Test
  void a_header_without_name_or_value_is_refused() {
    assertRefused("name and a value", () -> plain.withHeaders(Collections.singletonMap("a", null)));
    Map<String, String> nameless = new HashMap<>();
    nameless.put(null, "v");
    assertRefused("name and a value", () -> plain.withHeaders(nameless));
  }

  @Test
  void what_no_clock_reaches_is_refused() {
    assertRefused("a delay is from 0", () -> plain.withDelay(Duration.ofMillis(-1)));
    assertRefused("a delay is from 0", () -> plain.withDelay(Duration.ofSeconds(Long.MAX_VALUE)));
    assertRefused("deliver-at is at most", () -> plain.withDeliverAt(Instant.MAX));
    assertEquals(Instant.MIN, plain.withDeliverAt(Instant.MIN).deliverAt());
    assertRefused("is negative", () -> OutgoingRedisStreamMetadata.ofPartition(-2));
  }

  private static void assertRefused(String sentence, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(sentence), message);
  }
}
