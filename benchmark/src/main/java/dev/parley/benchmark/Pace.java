package dev.parley.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** When who sends. Called on one event loop only. */
interface Pace {

  /** The first sends are due. */
  void begin(List<User> users);

  /** A send of that user was answered. */
  void answered(User user);

  /**
   * Time has passed; called every millisecond or so.
   *
   * @return false when more sends are due than can be under way
   */
  boolean tick();

  /** Each user keeps so many sends under way: the next one goes out when one is answered. */
  static Pace closedLoop(int window) {
    return new Pace() {
      @Override
      public void begin(List<User> users) {
        for (int i = 0; i < window; i++) {
          users.forEach(this::answered);
        }
      }

      @Override
      public void answered(User user) {
        user.send(System.nanoTime());
      }

      @Override
      public boolean tick() {
        return true;
      }
    };
  }

  /**
   * So many sends a second, each at its time however long the ones before it take; its latency
   * counts from the time at which it was meant to go out.
   */
  static Pace fixedRate(int perSecond) {
    return new Pace() {
      private List<User> users;
      private long start;
      private long count;

      @Override
      public void begin(List<User> all) {
        users = all;
        start = System.nanoTime();
      }

      @Override
      public void answered(User user) {}

      @Override
      public boolean tick() {
        long now = System.nanoTime();
        for (long due = due(); due - now <= 0; due = due()) {
          User user = users.get((int) (count % users.size()));
          if (user.flight.isFull()) {
            return false;
          }
          user.send(due);
          count++;
        }
        return true;
      }

      private long due() {
        return start + count * TimeUnit.SECONDS.toNanos(1) / perSecond;
      }
    };
  }
}
