package dev.parley.contracts.presence;

import dev.parley.contracts.command.Check;
import java.util.List;

/**
 * Params of {@code presence:get}, {@code presence:watch} and {@code presence:unwatch}.
 *
 * @param userIds 1 to {@value #MAX_USERS}; one that is unknown is offline
 */
public record PresenceQuery(List<String> userIds) {

  public static final int MAX_USERS = 1000;

  /**
   * Checks shape and sizes, not who may ask.
   *
   * @return this
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  public PresenceQuery check() {
    Check.userIds("userIds", userIds, 1, MAX_USERS);
    return this;
  }
}
