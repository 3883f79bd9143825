package dev.parley.cache.feed;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a caller gets who wants a page of a feed.
 *
 * @param state whether there is a page, and else what to do
 * @param ageMillis since the page was stored; with {@link State#WAIT} how long another one may
 *     still load it, 0 when nobody does
 * @param contentType of the page; null for none
 * @param etag of the page; null for none
 * @param body the page; null for none; not to be changed
 * @param token for who is to load it; null for none
 */
record Page(
    State state, long ageMillis, String contentType, String etag, byte[] body, String token) {

  /** What to do. */
  enum State {
    /** Take it. */
    FRESH,
    /** Take it, another caller loads a newer one. */
    STALE,
    /** Load it, for all. */
    LOAD,
    /** Come again: another caller loads it. */
    WAIT,
    /** Load it for yourself: it cannot be kept. */
    DEGRADED
  }

  static final Page DEGRADED = new Page(State.DEGRADED, 0, null, null, null, null);

  static Page load(String token) {
    return new Page(State.LOAD, 0, null, null, null, token);
  }

  static Page waitFor(long millis) {
    return new Page(State.WAIT, millis, null, null, null, null);
  }

  /** Whether nobody loads it, and nobody was asked to. */
  boolean isAbandoned() {
    return state == State.WAIT && ageMillis == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Page that
        && state == that.state
        && ageMillis == that.ageMillis
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(etag, that.etag)
        && Arrays.equals(body, that.body)
        && Objects.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(state, ageMillis, contentType, etag, Arrays.hashCode(body), token);
  }

  @Override
  public String toString() {
    return "Page[" + state + ", " + (body == null ? 0 : body.length) + " bytes]";
  }
}
