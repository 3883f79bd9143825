package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;

/**
 * {@value #TYPE}: of which conversations a user is a member, and with which settings and positions.
 * No client can ask this: a service does that keeps the list. Answered by {@code MembershipPage}.
 *
 * @param userId whose
 * @param after the last conversation of the page before; null for the beginning
 * @param limit 1 to {@value #MAX_MEMBERSHIPS}; null is as many
 */
public record ListMemberships(String userId, String after, Integer limit) implements Query {

  public static final String TYPE = "user:memberships";
  public static final int MAX_MEMBERSHIPS = 1000;

  @Override
  public ListMemberships check() {
    Check.userId("userId", userId);
    if (after != null) {
      Check.id("after", after);
    }
    Check.limit("limit", limit, MAX_MEMBERSHIPS);
    return this;
  }
}
