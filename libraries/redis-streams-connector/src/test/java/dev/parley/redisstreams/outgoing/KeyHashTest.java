package dev.parley.redisstreams.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyHashTest {

  @Test
  void is_the_hash_of_redis_cluster() {
    assertEquals(0x31C3, KeyHash.crc16("123456789".getBytes(StandardCharsets.US_ASCII)));
    // What CLUSTER KEYSLOT answers.
    assertEquals(12182, KeyHash.partition("foo", 16384));
    assertEquals(5061, KeyHash.partition("bar", 16384));
  }

  @Test
  void counts_bytes_of_utf8_as_unsigned() {
    assertEquals(
        KeyHash.crc16(new byte[] {(byte) 0xC3, (byte) 0xA9}), KeyHash.partition("é", 65536));
  }
}
