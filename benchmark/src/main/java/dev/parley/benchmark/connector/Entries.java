package dev.parley.benchmark.connector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The entries of a load, in their order: the keys take turns, and each entry says which of its key
 * it is, from 1, and when it was meant to be sent. Not thread-safe.
 *
 * <p>A payload is {@code due (8 bytes), key (4), number in key (8)}, then zeros.
 */
final class Entries {

  private static final int KEY_AT = 8;
  private static final int NUMBER_AT = 12;

  private final String[] names;
  private final byte[][] bytes;
  private final long[] sent;
  private final int size;
  private int key = -1;

  Entries(int keys, int payloadBytes) {
    names = new String[keys];
    bytes = new byte[keys][];
    for (int i = 0; i < keys; i++) {
      names[i] = "key-" + i;
      bytes[i] = names[i].getBytes(StandardCharsets.US_ASCII);
    }
    sent = new long[keys];
    size = payloadBytes;
  }

  /** The payload of the next entry; {@link #key} and {@link #name} then tell its key. */
  byte[] next(long dueNanos) {
    key = key + 1 == sent.length ? 0 : key + 1;
    byte[] payload = new byte[size];
    ByteBuffer.wrap(payload).putLong(dueNanos).putInt(key).putLong(++sent[key]);
    return payload;
  }

  int key() {
    return key;
  }

  String name() {
    return names[key];
  }

  byte[] nameBytes() {
    return bytes[key];
  }

  /** How many of each key there were. */
  long[] perKey() {
    return sent.clone();
  }

  /** How many of each key there are among so many entries. */
  static long[] perKey(int keys, long entries) {
    long[] counts = new long[keys];
    Arrays.setAll(counts, key -> entries / keys + (key < entries % keys ? 1 : 0));
    return counts;
  }

  static long due(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong();
  }

  static int key(byte[] payload) {
    return ByteBuffer.wrap(payload).getInt(KEY_AT);
  }

  static long number(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong(NUMBER_AT);
  }
}
