package dev.parley.presence.state;

import dev.parley.contracts.presence.PresenceStatus;

/**
 * What others see of a user. Who is invisible has the face of one who is offline, in all of it.
 *
 * @param status one of {@code PresenceStatus}, but not {@code invisible}
 * @param text null for none, and for one who is offline
 * @param until when the choice is over; 0 for never, and for one who is offline
 * @param seenAt when the user was seen last; 0 for never, and for one who is here
 */
record Face(String status, String text, long until, long seenAt) {

  static Face of(Presence presence) {
    if (!isHere(presence)) {
      return new Face(PresenceStatus.OFFLINE, null, 0, presence.seenAt());
    }
    Presence.Choice choice = presence.choice();
    return choice == null
        ? new Face(ownStatus(presence), null, 0, 0)
        : new Face(ownStatus(presence), choice.text(), choice.until(), 0);
  }

  /** Whether others see the user as something else than offline. */
  static boolean isHere(Presence presence) {
    return !presence.offline() && !isChosen(presence, PresenceStatus.INVISIBLE);
  }

  /** The status as the user itself sees it. */
  static String ownStatus(Presence presence) {
    if (presence.offline()) {
      return PresenceStatus.OFFLINE;
    }
    if (presence.choice() == null || isChosen(presence, PresenceStatus.ONLINE)) {
      return presence.away() ? PresenceStatus.AWAY : PresenceStatus.ONLINE;
    }
    return presence.choice().status();
  }

  private static boolean isChosen(Presence presence, String status) {
    return presence.choice() != null && presence.choice().status().equals(status);
  }
}
