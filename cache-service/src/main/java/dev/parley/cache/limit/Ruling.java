package dev.parley.cache.limit;

import dev.parley.limits.Decision;
import dev.parley.limits.Standing;
import java.util.List;

/**
 * A decision, whoever has made it.
 *
 * @param degraded whether Redis was away, so that nothing was counted and the standings are made up
 */
record Ruling(boolean degraded, Decision decision) {

  boolean allowed() {
    return decision.allowed();
  }

  List<Standing> standings() {
    return decision.standings();
  }
}
