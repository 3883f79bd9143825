package dev.parley.redisstreams.outgoing;

import java.nio.charset.StandardCharsets;

/**
 * Key to partition, frozen: CRC16 (XMODEM) of the key's UTF-8 bytes modulo the number of
 * partitions, as Redis Cluster hashes keys to slots.
 */
final class KeyHash {

  private static final int POLYNOMIAL = 0x1021;

  private KeyHash() {}

  static int partition(String key, int partitions) {
    return crc16(key.getBytes(StandardCharsets.UTF_8)) % partitions;
  }

  static int crc16(byte[] bytes) {
    int crc = 0;
    for (byte b : bytes) {
      crc ^= (b & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
    }
    return crc & 0xFFFF;
  }
}
