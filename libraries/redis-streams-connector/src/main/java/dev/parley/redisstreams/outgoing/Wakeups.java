package dev.parley.redisstreams.outgoing;

/** Announcements of Redis (Pub/Sub) that say no more than: look again. */
@FunctionalInterface
public interface Wakeups {

  /** Of who hears nothing, and finds out by looking. */
  Wakeups NONE = (channel, wake) -> {};

  /**
   * Listens for good. Announcements may be lost, and may come when there is nothing new.
   *
   * @param wake called on any thread; returns at once
   */
  void subscribe(String channel, Runnable wake);
}
