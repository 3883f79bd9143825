package dev.parley.cache.session;

import java.util.List;

/**
 * Sessions of one user that a step has ended.
 *
 * @param hashes of their secrets, in the same order
 */
record Ended(List<String> sessionIds, List<String> hashes) {

  int count() {
    return sessionIds.size();
  }
}
