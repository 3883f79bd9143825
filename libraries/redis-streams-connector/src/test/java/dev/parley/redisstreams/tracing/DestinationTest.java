package dev.parley.redisstreams.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.redisstreams.config.StreamNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationTest {

  @Test
  void a_partition_is_told_from_its_stream() {
    assertEquals(new Destination("orders", "3"), Destination.of("orders:{3}"));
    String last = new StreamNames("shop:orders", 4096).partition(4095);
    assertEquals(new Destination("shop:orders", "4095"), Destination.of(last));
  }

  @Test
  void a_plain_stream_is_what_it_is_called() {
    for (String name :
        List.of("orders", "shop:orders", "{shop}:orders", "orders:{}", "orders:{a}", ":{3}", "")) {
      assertEquals(new Destination(name, null), Destination.of(name));
    }
    assertEquals(new Destination("orders:{3}:x", null), Destination.of("orders:{3}:x"));
    assertEquals(new Destination("orders:{-3}", null), Destination.of("orders:{-3}"));
  }
}
