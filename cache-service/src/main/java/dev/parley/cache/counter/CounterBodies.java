package dev.parley.cache.counter;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.util.List;
import java.util.regex.Pattern;

/** What callers send; the checks name the field and the limit. */
final class CounterBodies {

  private static final Pattern POST = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  private CounterBodies() {}

  /**
   * Who has viewed a post.
   *
   * @param viewer a user, or whatever tells viewers apart; null for who is only counted
   */
  record View(String viewer) {

    private static final int MAX_BYTES = 256;

    View check() {
      if (viewer != null) {
        Check.text("viewer", viewer, MAX_BYTES);
      }
      return this;
    }
  }

  /**
   * How many comments have come or gone.
   *
   * @param by 1 by default
   */
  record Comments(Long by) {

    private static final long MAX = 1_000_000;

    long amount() {
      if (by != null && (by < -MAX || by > MAX)) {
        throw new InvalidFieldException("by", "must be " + -MAX + " to " + MAX);
      }
      return by == null ? 1 : by;
    }
  }

  /**
   * Which posts' counters are wanted.
   *
   * @param userId whose likes are wanted, too; null for nobody's
   */
  record Query(List<String> postIds, String userId) {

    static final int MAX_POSTS = 500;

    Query check() {
      if (postIds == null || postIds.isEmpty() || postIds.size() > MAX_POSTS) {
        throw new InvalidFieldException("postIds", "must have 1 to " + MAX_POSTS + " entries");
      }
      for (int i = 0; i < postIds.size(); i++) {
        post("postIds[" + i + "]", postIds.get(i));
      }
      if (userId != null) {
        Check.userId("userId", userId);
      }
      return this;
    }
  }

  /** The counters of posts, in the order of the question. */
  record Found(List<Counts> posts) {}

  static void post(String field, String value) {
    if (value == null || !POST.matcher(value).matches()) {
      throw new InvalidFieldException(field, "must be 1 to 128 letters, digits, or any of _ . : -");
    }
  }
}
