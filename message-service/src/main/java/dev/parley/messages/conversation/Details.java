package dev.parley.messages.conversation;

import java.time.Instant;
import java.util.List;

/**
 * What a conversation shows of itself and can be changed.
 *
 * @param metadata the application's own, as JSON text; null for none
 * @param deletedAt when it was deleted; null when it was not
 * @param pinned places of the pinned messages, in the order in which they were pinned
 */
public record Details(
    String title, String avatarUrl, String metadata, Instant deletedAt, List<Long> pinned) {

  public static final Details NONE = new Details(null, null, null, null, List.of());

  public Details deleted(Instant at) {
    return new Details(title, avatarUrl, metadata, at, pinned);
  }

  public Details withPinned(List<Long> other) {
    return new Details(title, avatarUrl, metadata, deletedAt, List.copyOf(other));
  }
}
