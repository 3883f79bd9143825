package dev.parley.limits;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be taken of the limits of one subject.
 *
 * @param subject whose limits: a user, an address, an e-mail, or whatever else is counted
 * @param costs by policy, each policy once
 */
public record Take(String subject, List<Cost> costs) {

  /**
   * So many units of a limit.
   *
   * @param units 1 to the policy's quota; what is owed may be more
   */
  public record Cost(Policy policy, long units) {}

  /**
   * @throws IllegalArgumentException when there is no policy, or one of them twice
   */
  public Take {
    costs = List.copyOf(costs);
    Set<String> names = new HashSet<>();
    for (Cost cost : costs) {
      if (!names.add(cost.policy().name())) {
        throw new IllegalArgumentException(cost.policy().name() + " is there twice");
      }
    }
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("there is no policy");
    }
  }

  /** Of one limit. */
  public static Take of(String subject, Policy policy, long units) {
    return new Take(subject, List.of(new Cost(policy, units)));
  }
}
