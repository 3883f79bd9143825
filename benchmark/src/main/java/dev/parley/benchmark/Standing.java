package dev.parley.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a load stands: what has happened since its beginning, and whether all of it was right.
 *
 * @param open sends without an answer yet
 * @param awaited deliveries of acknowledged messages that have not come yet
 * @param duplicates seen twice by one member
 * @param reordered seen after a message with a higher seq
 * @param missing not seen although one with a higher seq was
 * @param disagreements answers and deliveries that do not fit what was sent or one another
 * @param sending whether it still sends; it stops by itself when it cannot go on
 */
record Standing(
    long acknowledged,
    long delivered,
    long open,
    long awaited,
    long duplicates,
    long reordered,
    long missing,
    long disagreements,
    long errors,
    long disconnects,
    String firstProblem,
    boolean sending) {

  static Standing of(Tally tally, List<User> users, boolean sending) {
    long open = 0;
    long awaited = 0;
    long duplicates = 0;
    long reordered = 0;
    long missing = 0;
    for (User user : users) {
      awaited += last(user) - user.check.last();
      open += user.flight.open();
      duplicates += user.check.duplicates();
      reordered += user.check.reordered();
      missing += user.check.missing();
    }
    return new Standing(
        tally.acknowledged,
        tally.delivered,
        open,
        awaited,
        duplicates,
        reordered,
        missing,
        tally.disagreements,
        tally.errors,
        tally.disconnects,
        tally.firstProblem,
        sending);
  }

  /** What one of a conversation has seen and another has not is on its way to that one. */
  private static long last(User user) {
    long last = 0;
    for (User member : user.room()) {
      last = Math.max(last, member.check.last());
    }
    return last;
  }

  /** Nothing is under way. */
  boolean isQuiet() {
    return open == 0 && awaited == 0 && missing == 0;
  }

  /**
   * Every invariant holds: once nothing is sent any more, each acknowledged message was delivered
   * to every other member, once, in order.
   *
   * @param members of each conversation
   */
  boolean isRight(int members) {
    return isQuiet()
        && delivered == acknowledged * (members - 1)
        && duplicates == 0
        && reordered == 0
        && disagreements == 0
        && errors == 0
        && disconnects == 0;
  }

  /** What is wrong of {@link #isRight}, as counts; empty when nothing is. */
  String broken(int members) {
    if (isRight(members)) {
      return "";
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("unanswered", open);
    counts.put("undelivered", acknowledged * (members - 1) - delivered);
    counts.put("duplicates", duplicates);
    counts.put("reordered", reordered);
    counts.put("missing", missing);
    counts.put("contradictions", disagreements);
    counts.put("errors", errors);
    counts.put("disconnects", disconnects);
    counts.values().removeIf(count -> count == 0);
    return counts.entrySet().stream()
        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
        .collect(Collectors.joining(", "));
  }

  String invariants() {
    return "%,d acknowledged, %,d delivered; unanswered %d, undelivered %d, duplicates %d, reordered %d, missing %d, contradictions %d, errors %d, disconnects %d"
        .formatted(
            acknowledged,
            delivered,
            open,
            awaited,
            duplicates,
            reordered,
            missing,
            disagreements,
            errors,
            disconnects);
  }
}
