package dev.parley.presence.events;

/**
 * What the reader of a stream is told: a change, or only a comment.
 *
 * @param revision of the view; 0 for a comment and for a user who was never here
 * @param view JSON; null for a comment
 * @param comment null for a change
 */
public record Told(long revision, String view, String comment) {

  static Told view(long revision, String view) {
    return new Told(revision, view, null);
  }

  static Told comment(String comment) {
    return new Told(0, null, comment);
  }
}
