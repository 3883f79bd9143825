package dev.parley.redisstreams.deadletter;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes once through the dead letters of one stream, oldest first, in bunches. It ends at the entry
 * that is the last when it begins: what fails again on its replay comes back behind that, and is
 * not chased.
 */
final class Sweep {

  /** What is done with a bunch. */
  interface Action {
    Uni<Tally> on(List<DeadLetterId> ids);
  }

  /** Reads the ids of a bunch: those after the one given (null: from the beginning), to the end. */
  interface Bunches {
    Uni<List<DeadLetterId>> next(DeadLetterId after, DeadLetterId end, int count);
  }

  private final Bunches bunches;
  private final Action action;
  private final DeadLetterId end;
  private final long limit;
  private final Consumer<Tally> progress;
  private Tally tally;
  private DeadLetterId last;

  /**
   * A sweep that has not begun.
   *
   * @param tally what was done before, in other streams; counts for the limit and the progress
   */
  Sweep(
      Bunches bunches,
      Action action,
      DeadLetterId end,
      long limit,
      Tally tally,
      Consumer<Tally> progress) {
    this.bunches = bunches;
    this.action = action;
    this.end = end;
    this.limit = limit;
    this.tally = tally;
    this.progress = progress;
  }

  /** What was done, that of before included. */
  Uni<Tally> run() {
    return Multi.createBy()
        .repeating()
        .uni(this::bunch)
        .whilst(more -> more)
        .collect()
        .last()
        .map(ignored -> tally);
  }

  private Uni<Boolean> bunch() {
    int count = (int) Math.min(DeadLetters.PAGE, limit - tally.total());
    if (count <= 0) {
      return Uni.createFrom().item(false);
    }
    return bunches
        .next(last, end, count)
        .chain(
            ids ->
                ids.isEmpty()
                    ? Uni.createFrom().item(false)
                    : action.on(ids).map(done -> counted(ids, done)));
  }

  private boolean counted(List<DeadLetterId> ids, Tally done) {
    last = ids.get(ids.size() - 1);
    tally = tally.plus(done);
    progress.accept(tally);
    return !last.equals(end);
  }
}
