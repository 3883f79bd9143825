package dev.parley.redisstreams.outgoing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
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

  @Test
  void the_table_says_what_the_polynomial_says() {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertEquals(bitByBit(bytes), KeyHash.crc16(bytes));
    }
  }

  private static int bitByBit(byte[] bytes) {
    int crc = 0;
    for (byte b : bytes) {
      crc ^= (b & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
    }
    return crc & 0xFFFF;
  }
}
