package dev.parley.presence.events;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One reader and the users that it watches. Each view is told once, and none after a newer one.
 * Thread-safe; what is told from several threads at once comes in the order of the revisions of
 * each user.
 */
final class EventStream {

  private final Set<String> users;
  private final MultiEmitter<? super Told> reader;
  private final long endsAt;

  /** The last revision by user, of those that something was told of, or passed over. */
  private final Map<String, Long> revisions = new HashMap<>();

  private boolean ended;

  /**
   * @param endsAt when the reader's token ends, in milliseconds since 1970; 0 for never
   */
  EventStream(Set<String> users, MultiEmitter<? super Told> reader, long endsAt) {
    this.users = users;
    this.reader = reader;
    this.endsAt = endsAt;
  }

  Set<String> users() {
    return users;
  }

  boolean isOver(long now) {
    return endsAt > 0 && now >= endsAt;
  }

  /** Tells of a user, unless something newer was told. */
  synchronized void tell(String user, long revision, String view) {
    if (isNews(user, revision)) {
      emit(Told.view(revision, view));
    }
  }

  /** As if that had been told: the reader knows it. */
  synchronized void passOver(String user, long revision) {
    isNews(user, revision);
  }

  synchronized void comment(String comment) {
    emit(Told.comment(comment));
  }

  /** Ends it with a last word. */
  synchronized void end(String comment) {
    if (!ended) {
      emit(Told.comment(comment));
      ended = true;
      reader.complete();
    }
  }

  private boolean isNews(String user, long revision) {
    Long known = revisions.get(user);
    if (known != null && known >= revision) {
      return false;
    }
    revisions.put(user, revision);
    return true;
  }

  private void emit(Told told) {
    if (!ended) {
      reader.emit(told);
    }
  }
}
