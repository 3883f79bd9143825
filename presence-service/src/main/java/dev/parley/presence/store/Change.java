package dev.parley.presence.store;

import dev.parley.presence.state.Presence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a batch has come to for a user.
 *
 * @param before as it was read
 * @param after as it is to be stored; equal to {@code before} where only that is to be put right by
 *     which users are found
 * @param due when something has to be looked at again; 0 for never
 * @param gone nodes where the user is no more, whether or not that was known
 */
public record Change(String user, Presence before, Presence after, long due, Set<String> gone) {

  boolean isNew() {
    return !after.equals(before);
  }

  /** By how much this changes the number of connected users. */
  int connected() {
    return (after.isConnected() ? 1 : 0) - (before.isConnected() ? 1 : 0);
  }

  /** The nodes where the user is now and was not before. */
  List<String> arrived() {
    return after.nodes().keySet().stream()
        .filter(node -> after.isAt(node) && !before.isAt(node))
        .toList();
  }

  /** The nodes where the user is no more. */
  Set<String> left() {
    Set<String> left = new HashSet<>(gone);
    before.nodes().keySet().stream().filter(before::isAt).forEach(left::add);
    left.removeIf(after::isAt);
    return left;
  }
}
