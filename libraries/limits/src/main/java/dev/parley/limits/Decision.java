package dev.parley.limits;

import java.util.List;

/**
 * What became of a {@link Take}.
 *
 * @param micros when, by Redis' clock: microseconds since 1970
 * @param standings by policy, in the order of the take
 */
public record Decision(long micros, List<Standing> standings) {

  /** Whether all that was asked for is, or was, there. */
  public boolean allowed() {
    return standings.stream().allMatch(Standing::allowed);
  }
}
