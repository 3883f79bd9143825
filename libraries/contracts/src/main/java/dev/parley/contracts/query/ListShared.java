package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;
import java.util.List;

/**
 * {@value #TYPE}: which of these users are in a conversation that the envelope's user is in. No
 * client can ask this: a service does that lets a user know something of those only. Answered by
 * {@code SharedUsers}.
 *
 * @param userIds 1 to {@value #MAX_USERS}
 */
public record ListShared(List<String> userIds) implements Query {

  public static final String TYPE = "user:shares";
  public static final int MAX_USERS = 1000;

  @Override
  public ListShared check() {
    Check.userIds("userIds", userIds, 1, MAX_USERS);
    return this;
  }
}
