package dev.parley.presence.view;

/**
 * Who looks.
 *
 * @param userId the user; null for a service, which may see everyone as others do
 */
public record Viewer(String userId) {

  /** A service for itself. */
  public static final Viewer SERVICE = new Viewer(null);

  /** A user. */
  public static Viewer of(String userId) {
    return new Viewer(userId);
  }

  /** Whether it is this user. */
  public boolean is(String user) {
    return user.equals(userId);
  }

  boolean isService() {
    return userId == null;
  }
}
