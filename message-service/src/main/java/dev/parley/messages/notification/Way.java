package dev.parley.messages.notification;

import io.smallrye.mutiny.Uni;

/** A way to notify somebody. A new way is one more bean. Thread-safe. */
interface Way {

  /** What it is called in jobs and metrics. */
  String name();

  /** Whether the operator wants it; the same from start to end. */
  boolean isOn();

  /**
   * Sends a notification, within a time of its own.
   *
   * @return {@link Outcome#SENT}, or {@link Outcome#UNADDRESSED}; fails with {@link
   *     NotAcceptedException} when it is of no use to try again, and with anything else when it is
   */
  Uni<Outcome> send(Notification notification);
}
