package dev.parley.gateway.limit;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/** What users have used at all nodes together. */
@FunctionalInterface
public interface SharedRates {

  /**
   * Counts what users have used at this node.
   *
   * @param used requests by user
   * @return for each of them, in their order, for how many nanoseconds it is to be held back: 0
   *     when it has not used too much
   */
  Uni<List<Long>> use(Map<String, Integer> used);
}
