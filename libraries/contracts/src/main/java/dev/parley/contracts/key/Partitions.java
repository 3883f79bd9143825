package dev.parley.contracts.key;

import java.nio.charset.StandardCharsets;

/**
 * Key to partition, frozen: CRC16 of the key's UTF-8 bytes, modulo the number of partitions. It is
 * the CRC16 of Redis Cluster (XMODEM: polynomial 0x1021, initial value 0), see "Key distribution
 * model" in the Redis Cluster specification. {@code partition-vectors.json} proves it.
 */
public final class Partitions {

  /** Partitions of commands, signals and events unless configured otherwise. */
  public static final int DEFAULT_COUNT = 16;

  private static final int[] TABLE = table();

  private Partitions() {}

  /**
   * The partition of {@code key}, 0 to {@code count - 1}.
   *
   * @param count number of partitions, at least 1
   */
  public static int of(String key, int count) {
    return crc16(key.getBytes(StandardCharsets.UTF_8)) % count;
  }

  static int crc16(byte[] bytes) {
    int crc = 0;
    for (byte b : bytes) {
      crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ b) & 0xFF]) & 0xFFFF;
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      table[i] = crc & 0xFFFF;
    }
    return table;
  }
}
