package dev.parley.redisstreams.connection;

import java.nio.charset.StandardCharsets;

/**
 * Key to slot as Redis Cluster does it (Cluster specification, "Key distribution model"): CRC16
 * (XMODEM) modulo {@value #SLOTS}, of what stands between the first <code>{</code> and the first
 * <code>}</code> after it, or of the whole key where that is nothing.
 */
public final class KeySlot {

  static final int SLOTS = 16_384;

  private static final int POLYNOMIAL = 0x1021;

  /** What each value of the upper byte does to the rest. */
  private static final int[] TABLE = table();

  private KeySlot() {}

  static int of(String key) {
    return of(key.getBytes(StandardCharsets.UTF_8));
  }

  static int of(byte[] key) {
    int open = indexOf('{', key, 0);
    int close = open < 0 ? -1 : indexOf('}', key, open + 1);
    boolean hasTag = close > open + 1;
    return (hasTag ? crc16(key, open + 1, close) : crc16(key, 0, key.length)) % SLOTS;
  }

  /** CRC16 (XMODEM), 0 to 65,535. */
  public static int crc16(byte[] bytes) {
    return crc16(bytes, 0, bytes.length);
  }

  private static int crc16(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ bytes[i]) & 0xFF]) & 0xFFFF;
    }
    return crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int value = 0; value < table.length; value++) {
      int crc = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
      table[value] = crc & 0xFFFF;
    }
    return table;
  }

  private static int indexOf(char sought, byte[] key, int from) {
    for (int i = from; i < key.length; i++) {
      if (key[i] == sought) {
        return i;
      }
    }
    return -1;
  }
}
