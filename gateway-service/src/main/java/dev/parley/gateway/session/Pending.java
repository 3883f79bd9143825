package dev.parley.gateway.session;

/** A request that waits for its answer. */
final class Pending {

  private final Session session;
  private final long number;
  private final long deadline;

  /** Null as soon as the request is settled, so that what waits for deadlines holds little. */
  private volatile Answer answer;

  Pending(Session session, long number, long deadline, Answer answer) {
    this.session = session;
    this.number = number;
    this.deadline = deadline;
    this.answer = answer;
  }

  Session session() {
    return session;
  }

  long number() {
    return number;
  }

  /** When it times out, by {@code System.nanoTime()}. */
  long deadline() {
    return deadline;
  }

  boolean isSettled() {
    return answer == null;
  }

  /** Settles the request and returns its answer. */
  Answer settle() {
    Answer was = answer;
    answer = null;
    return was;
  }
}
