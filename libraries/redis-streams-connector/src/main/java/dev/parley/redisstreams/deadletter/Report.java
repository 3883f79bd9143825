package dev.parley.redisstreams.deadletter;

import java.util.List;

/** How the {@link DeadLetterTool} says what it has found and done: for people, or as JSON. */
interface Report {

  /** A page of a list; may come several times. */
  void page(List<DeadLetter> page);

  /**
   * The end of a list.
   *
   * @param shown how many came
   * @param count how many there are
   * @param next where it goes on; null when it does not
   */
  void end(long shown, long count, DeadLetterId next);

  void shown(DeadLetter letter);

  void replayed(DeadLetterId id, String newId);

  void dropped(DeadLetterId id);

  /**
   * The outcome of {@code --all}.
   *
   * @param verb "replayed" or "dropped"
   */
  void all(String verb, Tally tally);
}
