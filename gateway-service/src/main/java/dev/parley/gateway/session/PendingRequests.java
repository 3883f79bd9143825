package dev.parley.gateway.session;

import java.util.HashMap;
import java.util.Map;

/**
 * The requests of one session that are without an answer. Numbers count up from 1. Only to be used
 * on the session's event loop.
 */
final class PendingRequests {

  private final Map<Long, Pending> pending = new HashMap<>();
  private final int limit;
  private long last;

  /**
   * @param limit how many may be pending at once
   */
  PendingRequests(int limit) {
    this.limit = limit;
  }

  boolean isFull() {
    return pending.size() >= limit;
  }

  int size() {
    return pending.size();
  }

  /** Keeps the answer of a new request under the next number. */
  Pending add(Session session, Answer answer, long deadline) {
    Pending request = new Pending(session, ++last, deadline, answer);
    pending.put(request.number(), request);
    return request;
  }

  boolean has(long number) {
    return pending.containsKey(number);
  }

  /** The answer of that request, which is then no longer pending; null when it is not. */
  Answer take(long number) {
    Pending request = pending.remove(number);
    return request == null ? null : request.settle();
  }

  /** Drops all. */
  void clear() {
    pending.values().forEach(request -> request.settle().dropped());
    pending.clear();
  }
}
