package dev.parley.presence.state;

import dev.parley.contracts.presence.PresenceView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What is shown of a presence. Immutable, safe from any thread. */
@Singleton
public final class PresenceViews {

  private final PresenceRules rules;

  @Inject
  public PresenceViews(PresenceRules rules) {
    this.rules = rules;
  }

  /**
   * The presence as it is at a time, also when nobody has carried out yet what the time has
   * brought. What others get says nothing that they must not know: its revision is that of the last
   * change that they could see.
   *
   * @param now the Redis server's time, in milliseconds since 1970
   * @param own whether it is for the user itself
   */
  public PresenceView view(String userId, Presence presence, long now, boolean own) {
    Presence current = rules.asOf(presence, now);
    return own ? own(userId, current) : others(userId, current);
  }

  private static PresenceView own(String userId, Presence presence) {
    Presence.Choice choice = presence.choice();
    return new PresenceView(
        userId,
        Face.ownStatus(presence),
        choice == null ? null : choice.text(),
        choice == null ? null : instant(choice.until()),
        presence.offline() ? instant(presence.goneAt()) : null,
        presence.revision());
  }

  private static PresenceView others(String userId, Presence presence) {
    Face face = Face.of(presence);
    return new PresenceView(
        userId,
        face.status(),
        face.text(),
        instant(face.until()),
        instant(face.seenAt()),
        presence.shownRevision());
  }

  private static Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
