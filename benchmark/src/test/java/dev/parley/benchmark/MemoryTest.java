package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void resident_isReadFromTheStatus() {
    assertEquals(
        159_236,
        Memory.resident(List.of("Name:\tnode", "VmHWM:\t  160000 kB", "VmRSS:\t  159236 kB")));
    assertEquals(0, Memory.resident(List.of("Name:\tnode")));
  }

  @Test
  void servers_areAllButTheStores() {
    Memory before = new Memory(Map.of("redis", 10L, "mongo", 20L, "gateway-1", 30L));
    Memory after = new Memory(Map.of("redis", 15L, "mongo", 80L, "gateway-1", 37L));
    assertEquals(7, after.since(before).servers());
  }
}
