package dev.parley.redisstreams.metrics;

/**
 * The numbers of one channel, published through Micrometer's global registry, to which Quarkus adds
 * its own ones. Where the application has no Micrometer nothing is published and nothing fails.
 *
 * <p>The names begin with {@code redis.streams.}; the tags are {@code channel}, {@code stream} (the
 * channel's, without the partition) and, incoming, {@code group} ({@code none} for a reader without
 * one). The numbers are read when somebody asks for them; counting costs what it costs without.
 */
public final class Meters {

  /** Whether the application has Micrometer. */
  static final boolean PRESENT = isPresent("io.micrometer.core.instrument.Metrics");

  private Meters() {}

  /** Numbers that are published, until it is closed. */
  public interface Publication extends AutoCloseable {

    Publication NONE = () -> {};

    /** Takes the numbers back; once or more often. */
    @Override
    void close();
  }

  /**
   * Publishes what an incoming channel counts. Thread-safe.
   *
   * @param group the consumer group; null for none
   * @param backlog null for none; not published either when it is off
   */
  public static Publication publish(
      String channel, String stream, String group, IncomingMeters meters, Backlog backlog) {
    return PRESENT
        ? MicrometerPublication.of(channel, stream, group, meters, backlog)
        : Publication.NONE;
  }

  /** Publishes what an outgoing channel counts. Thread-safe. */
  public static Publication publish(String channel, String stream, OutgoingMeters meters) {
    return PRESENT ? MicrometerPublication.of(channel, stream, meters) : Publication.NONE;
  }

  private static boolean isPresent(String type) {
    try {
      Class.forName(type, false, Meters.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }
}
