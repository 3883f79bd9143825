package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;
import java.util.List;

/**
 * {@value #TYPE}: which large conversations users are members of. No client can ask this: a gateway
 * does, for the users who have a session there, and tells them what comes for these conversations.
 * Answered by {@code WatchedPage}.
 *
 * @param userIds 1 to {@value #MAX_USERS}
 * @param after where the page before says to continue; null for the beginning
 */
public record ListWatched(List<String> userIds, String after) implements Query {

  public static final String TYPE = "conversation:watched";
  public static final int MAX_USERS = 100;

  /** A conversation's id, a colon, and a user's. */
  static final int MAX_AFTER_BYTES = 257;

  @Override
  public ListWatched check() {
    Check.userIds("userIds", userIds, 1, MAX_USERS);
    Check.optionalText("after", after, MAX_AFTER_BYTES);
    return this;
  }
}
