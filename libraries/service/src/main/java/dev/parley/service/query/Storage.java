package dev.parley.service.query;

/**
 * What answers are looked up in. A service whose handlers fail with what their storage says has a
 * bean of it; without one it can always be asked, and no failure says that it is away. Called from
 * any thread; must not block.
 */
public interface Storage {

  /** Whether it can be asked yet; until then queries are answered as {@code unavailable}. */
  boolean isReady();

  /** Whether a handler failed in this way because the storage is away. */
  boolean isAway(Throwable failure);
}
