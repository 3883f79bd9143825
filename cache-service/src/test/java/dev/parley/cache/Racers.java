package dev.parley.cache;

import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many who want something at the same time. */
public final class Racers {

  public static final int COUNT = 100;

  private Racers() {}

  /** What each of a hundred gets. */
  public static <T> List<T> race(IntFunction<Uni<T>> racer) {
    List<Uni<T>> racers = new ArrayList<>(COUNT);
    for (int i = 0; i < COUNT; i++) {
      racers.add(racer.apply(i));
    }
    return Await.result(Uni.join().all(racers).andCollectFailures());
  }
}
