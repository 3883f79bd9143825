package dev.parley.contracts.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Vectors;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PartitionsTest {

  private static final JsonNode VECTORS = Vectors.read("partition-vectors.json");

  @Test
  void crc16_has_the_check_value_of_its_specification() {
    assertEquals(0x31C3, crc16("123456789"));
  }

  @Test
  void keys_keep_their_partition() {
    int partitions = VECTORS.get("partitions").asInt();
    for (JsonNode vector : VECTORS.get("keys")) {
      String key = vector.get("key").asText();
      assertEquals(vector.get("crc16").asInt(), crc16(key), key);
      assertEquals(vector.get("partition").asInt(), Partitions.of(key, partitions), key);
    }
  }

  @Test
  void slots_are_those_of_redis_cluster() {
    assertEquals(12182, crc16("foo") & 16383);
    assertEquals(5061, crc16("bar") & 16383);
    for (JsonNode vector : VECTORS.get("keys")) {
      assertEquals(vector.get("slot").asInt(), crc16(vector.get("key").asText()) & 16383);
    }
  }

  @Test
  void partitions_are_in_range_and_evenly_used() {
    int[] used = new int[Partitions.DEFAULT_COUNT];
    for (int i = 0; i < 16_000; i++) {
      used[Partitions.of("conversation-" + i, used.length)]++;
    }
    for (int keys : used) {
      assertTrue(keys > 800 && keys < 1_200, () -> keys + " of 16000 keys in one of 16");
    }
  }

  @Test
  void one_partition_takes_everything() {
    assertEquals(0, Partitions.of("foo", 1));
  }

  @Test
  void default_count_is_frozen() {
    assertEquals(16, Partitions.DEFAULT_COUNT);
  }

  private static int crc16(String key) {
    return Partitions.crc16(key.getBytes(StandardCharsets.UTF_8));
  }
}
