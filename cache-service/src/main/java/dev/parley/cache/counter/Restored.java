package dev.parley.cache.counter;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.util.List;

/**
 * What the counters of a post are, as is known from elsewhere.
 *
 * @param uniqueViews null when it is not known, and stays
 * @param likedBy a page of who likes it, up to {@value #MAX_LIKED_BY}; null for none
 */
record Restored(Long likes, Long views, Long uniqueViews, Long comments, List<String> likedBy) {

  static final int MAX_LIKED_BY = 1000;

  /** What is exact in JSON and in Lua. */
  static final long MAX = (1L << 53) - 1;

  /** Checks; the totals are 0 where there is none. */
  Restored check() {
    if (likedBy != null) {
      Check.userIds("likedBy", likedBy, 0, MAX_LIKED_BY);
    }
    return new Restored(
        count("likes", likes),
        count("views", views),
        uniqueViews == null ? null : count("uniqueViews", uniqueViews),
        count("comments", comments),
        likedBy);
  }

  private static Long count(String field, Long value) {
    if (value != null && (value < 0 || value > MAX)) {
      throw new InvalidFieldException(field, "must be 0 to " + MAX);
    }
    return value == null ? 0 : value;
  }
}
