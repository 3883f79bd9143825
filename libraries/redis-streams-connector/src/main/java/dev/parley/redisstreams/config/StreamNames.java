package dev.parley.redisstreams.config;

/**
 * The names of the keys that belong to a stream. Whatever a script touches together shares the
 * stream's slot of a Redis Cluster: the stream {@code orders:{3}} has its own hash tag, the plain
 * stream {@code orders} lends its name as the tag of the keys beside it, {@code {orders}:lease:g}.
 *
 * @param stream the stream's name; of a partitioned one the part before {@code :{<partition>}}
 * @param partitions 0 for one plain stream
 */
public record StreamNames(String stream, int partitions) {

  /** The stream of one partition. */
  public String partition(int partition) {
    return partitions == 0 ? stream : stream + ":{" + partition + "}";
  }

  /** How many streams there are. */
  public int count() {
    return Math.max(1, partitions);
  }

  /** Members of a consumer group, of all partitions. */
  public String members(String group) {
    return beside(stream, "members:" + group);
  }

  /** Where joining, leaving and giving away is announced (Pub/Sub), of all partitions. */
  public String changes(String group) {
    return members(group);
  }

  /** Dead letters of one stream. */
  public static String deadLetters(String stream) {
    return beside(stream, "dead-letter");
  }

  /** The lease of one stream. */
  public static String lease(String stream, String group) {
    return beside(stream, "lease:" + group);
  }

  /**
   * The permit of one consumer to read one stream: an empty stream with the same group, that every
   * read names as well, and that is there as long as the consumer's lease. A read that arrives
   * later is refused by Redis as a whole.
   */
  public static String permit(String stream, String group, String consumer) {
    return beside(stream, "permit:" + group + ":" + consumer);
  }

  /** The epoch of the last lease of one stream. */
  public static String epoch(String stream, String group) {
    return beside(stream, "epoch:" + group);
  }

  /** Entries of one stream that are to be delivered later. */
  public static String delayed(String stream) {
    return beside(stream, "delayed");
  }

  /**
   * Counts the delayed entries of one stream, so that those due at the same time keep their order.
   */
  public static String delayedCount(String stream) {
    return beside(stream, "delayed-count");
  }

  /** The lease of who moves the delayed entries of one stream into it. */
  public static String mover(String stream) {
    return beside(stream, "mover");
  }

  /** The position that a reader without a group has stored. */
  public static String position(String stream, String reader) {
    return beside(stream, "position:" + reader);
  }

  private static String beside(String stream, String what) {
    return (hasTag(stream) ? stream : "{" + stream + "}") + ":" + what;
  }

  /** The rule of Redis Cluster: the first {@code {}, and the first {@code }} after it. */
  private static boolean hasTag(String key) {
    int open = key.indexOf('{');
    return open >= 0 && key.indexOf('}', open + 1) > open + 1;
  }
}
