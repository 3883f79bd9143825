package dev.parley.redisstreams.deadletter;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one dead letter is called: an entry id is unique within its partition only. Ordered by time,
 * that is by entry id, then by partition.
 *
 * @param partition 0 for a plain stream
 * @param id the id of the entry in the stream of dead letters, {@code <milliseconds>-<number>}
 */
public record DeadLetterId(int partition, String id) implements Comparable<DeadLetterId> {

  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,4})/)?(\\d{1,18}-\\d{1,18})");
  private static final Comparator<DeadLetterId> ORDER =
      Comparator.<DeadLetterId>comparingLong(it -> half(it.id, 0, it.id.indexOf('-')))
          .thenComparingLong(it -> half(it.id, it.id.indexOf('-') + 1, it.id.length()))
          .thenComparingInt(DeadLetterId::partition);

  public DeadLetterId {
    if (partition < 0 || !FORM.matcher(id).matches() || id.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not the id of a dead letter: " + partition + "/" + id);
    }
  }

  /**
   * Reads {@code <partition>/<entry id>} or an entry id alone.
   *
   * @param partition of an entry id alone
   * @return empty when the text is neither
   */
  public static Optional<DeadLetterId> parse(String text, int partition) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int stated = form.group(1) == null ? partition : Integer.parseInt(form.group(1));
    return Optional.of(new DeadLetterId(stated, form.group(2)));
  }

  /** When it became a dead letter, milliseconds since the epoch of Redis' clock. */
  public long timestamp() {
    return half(id, 0, id.indexOf('-'));
  }

  @Override
  public int compareTo(DeadLetterId other) {
    return ORDER.compare(this, other);
  }

  /** {@code <partition>/<entry id>}, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return partition + "/" + id;
  }

  private static long half(String id, int from, int to) {
    return Long.parseLong(id, from, to, 10);
  }
}
