package dev.parley.contracts.presence;

import java.util.List;

/** What a user's presence can be. */
public final class PresenceStatus {

  /** Connected and active; as a choice: whatever the connections say. */
  public static final String ONLINE = "online";

  /** Connected, but active on no device for a while; or chosen. */
  public static final String AWAY = "away";

  /** Connected and not to be disturbed; only ever chosen. */
  public static final String DND = "dnd";

  /** Connected, and {@link #OFFLINE} to everyone else; only ever chosen. */
  public static final String INVISIBLE = "invisible";

  /** Without a connection for longer than the grace time. Not to be chosen. */
  public static final String OFFLINE = "offline";

  /** What a user can choose. */
  public static final List<String> CHOICES = List.of(ONLINE, AWAY, DND, INVISIBLE);

  private PresenceStatus() {}
}
