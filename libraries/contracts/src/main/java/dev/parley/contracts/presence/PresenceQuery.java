package dev.parley.contracts.presence;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.query.Query;
import java.util.List;

/**
 * Params of {@code presence:get}, {@code presence:watch} and {@code presence:unwatch}.
 *
 * @param userIds 1 to {@value #MAX_USERS}; one that is unknown is offline
 */
public record PresenceQuery(List<String> userIds) implements Query {

  public static final int MAX_USERS = 1000;

  @Override
  public PresenceQuery check() {
    Check.userIds("userIds", userIds, 1, MAX_USERS);
    return this;
  }
}
