package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.connection.KeySlot;
import java.nio.charset.StandardCharsets;

/**
 * Key to partition, frozen: CRC16 (XMODEM) of the key's UTF-8 bytes modulo the number of
 * partitions, as Redis Cluster hashes keys to slots.
 */
final class KeyHash {

  private KeyHash() {}

  static int partition(String key, int partitions) {
    return partition(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  static int partition(byte[] key, int partitions) {
    return crc16(key) % partitions;
  }

  static int crc16(byte[] bytes) {
    return KeySlot.crc16(bytes);
  }
}
