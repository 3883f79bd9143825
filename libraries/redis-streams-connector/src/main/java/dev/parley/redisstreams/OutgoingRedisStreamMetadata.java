package dev.parley.redisstreams;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where one outgoing message goes, when, and with what beside it. Absent parts are the channel's.
 * Immutable; each {@code with…} makes another one.
 *
 * @param key chooses the partition (same key, same partition, same order) and is stored in the
 *     entry; null for none, which is partition 0
 * @param partition the partition itself, overriding what {@code key} would choose; negative for
 *     none
 * @param stream name of a plain stream, overriding the channel's; null for none
 * @param headers the entry's other fields; empty for none
 * @param delay how long the entry is held back; null for the channel's {@code delay}
 * @param deliverAt until when the entry is held back; null for none
 * @param lease under which the message is published; null for that of the entry it answers
 */
public record OutgoingRedisStreamMetadata(
    String key,
    int partition,
    String stream,
    Map<String, String> headers,
    Duration delay,
    Instant deliverAt,
    PartitionLease lease) {

  /** Most headers of one message. */
  public static final int MAX_HEADERS = 256;

  /** The longest delay. */
  public static final Duration MAX_DELAY = Duration.ofDays(3650);

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final String DEAD_LETTER = "dead-letter-";
  private static final int NONE = -1;

  /**
   * Checks what was given.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public OutgoingRedisStreamMetadata {
    headers = checked(headers);
    if (delay != null && (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0)) {
      throw new IllegalArgumentException(
          "a delay is from 0 to " + MAX_DELAY + ", and not " + delay);
    }
    if (deliverAt != null && deliverAt.isAfter(LATEST)) {
      throw new IllegalArgumentException("deliver-at is at most " + LATEST);
    }
    if (delay != null && deliverAt != null) {
      throw new IllegalArgumentException("a message has a delay or deliver-at, and not both");
    }
  }

  /** To the partition that the key belongs to. */
  public static OutgoingRedisStreamMetadata ofKey(String key) {
    return of(Objects.requireNonNull(key), NONE, null);
  }

  /** To a partition that the application has worked out itself. */
  public static OutgoingRedisStreamMetadata ofPartition(int partition) {
    if (partition < 0) {
      throw new IllegalArgumentException("partition " + partition + " is negative");
    }
    return of(null, partition, null);
  }

  /**
   * To a plain stream other than the channel's. The channel remembers nothing of such a stream: it
   * is not bounded by {@code max-backlog}, and it gets no delayed messages.
   */
  public static OutgoingRedisStreamMetadata ofStream(String stream) {
    return of(null, NONE, Objects.requireNonNull(stream));
  }

  private static OutgoingRedisStreamMetadata of(String key, int partition, String stream) {
    return new OutgoingRedisStreamMetadata(key, partition, stream, Map.of(), null, null, null);
  }

  /**
   * With fields beside {@code key} and {@code data}, instead of those it had.
   *
   * @param fields at most {@value #MAX_HEADERS}; the names {@code key} and {@code data}, and those
   *     that begin with {@code dead-letter-}, are the connector's
   * @throws IllegalArgumentException for such a name, a missing name or value, or too many
   */
  public OutgoingRedisStreamMetadata withHeaders(Map<String, String> fields) {
    return new OutgoingRedisStreamMetadata(key, partition, stream, fields, delay, deliverAt, lease);
  }

  /**
   * Held back for so long, by Redis' clock and in whole milliseconds, rounded up; instead of {@code
   * deliverAt} and of the channel's {@code delay}. Zero is not held back. The channel needs {@code
   * delayed-delivery}.
   */
  public OutgoingRedisStreamMetadata withDelay(Duration wait) {
    return new OutgoingRedisStreamMetadata(
        key, partition, stream, headers, Objects.requireNonNull(wait), null, lease);
  }

  /**
   * Held back until then, by Redis' clock and in whole milliseconds, rounded up; instead of {@code
   * delay} and of the channel's. What is past is delivered at the next opportunity. The channel
   * needs {@code delayed-delivery}.
   */
  public OutgoingRedisStreamMetadata withDeliverAt(Instant due) {
    return new OutgoingRedisStreamMetadata(
        key, partition, stream, headers, null, Objects.requireNonNull(due), lease);
  }

  /**
   * Published only while this process holds the lease: it is asked at the moment when the command
   * is written. Otherwise the message is nacked with {@link LeaseLostException} and was not sent. A
   * message that carries {@link IncomingRedisStreamMetadata} is under the lease of that entry by
   * itself; {@link PartitionLease#ENDLESS} lifts that.
   */
  public OutgoingRedisStreamMetadata under(PartitionLease right) {
    return new OutgoingRedisStreamMetadata(
        key, partition, stream, headers, delay, deliverAt, Objects.requireNonNull(right));
  }

  private static Map<String, String> checked(Map<String, String> headers) {
    if (headers.isEmpty()) {
      return Map.of();
    }
    if (headers.size() > MAX_HEADERS) {
      throw new IllegalArgumentException(
          headers.size() + " headers are too many: at most " + MAX_HEADERS);
    }
    Map<String, String> copy = new LinkedHashMap<>(headers);
    copy.forEach(OutgoingRedisStreamMetadata::check);
    return Collections.unmodifiableMap(copy);
  }

  private static void check(String name, String value) {
    if (name == null || value == null) {
      throw new IllegalArgumentException("a header has a name and a value: " + name);
    }
    if (name.equals("key") || name.equals("data") || name.startsWith(DEAD_LETTER)) {
      throw new IllegalArgumentException("the field " + name + " is the connector's own");
    }
  }
}
