package dev.parley.presence.state;

import static dev.parley.presence.state.Signals.active;
import static dev.parley.presence.state.Signals.at;
import static dev.parley.presence.state.Signals.idle;
import static dev.parley.presence.state.Signals.none;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.presence.SetPresence;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceViewsTest {

  private static final long NOW = 1_000_000;

  private final PresenceRules rules =
      new PresenceRules(Duration.ofSeconds(5), Duration.ofSeconds(1));
  private final PresenceViews views = new PresenceViews(rules);
  private final Presence online = rules.apply(Presence.UNKNOWN, at("n1", 1, active("s1")), NOW);

  @Test
  void unknown_user_is_offline_and_was_never_seen() {
    PresenceView nobody = new PresenceView("ann", "offline", null, null, null, 0);

    assertEquals(nobody, views.view("ann", Presence.UNKNOWN, NOW, false));
    assertEquals(nobody, views.view("ann", Presence.UNKNOWN, NOW, true));
  }

  @Test
  void connected_user_is_online_or_away() {
    assertEquals("online", others(online, NOW).status());
    Presence away = rules.apply(online, at("n1", 2, idle("s1")), NOW + 1);
    assertEquals(new PresenceView("ann", "away", null, null, null, NOW + 1), others(away, NOW + 1));
  }

  @Test
  void what_was_chosen_is_shown_until_it_ends() {
    Presence dnd = chosen(online, "dnd", "Lunch", 60L);

    PresenceView shown = new PresenceView("ann", "dnd", "Lunch", time(NOW + 60_000), null, NOW + 1);
    assertEquals(shown, others(dnd, NOW + 59_999));
    assertEquals(shown, own(dnd, NOW + 59_999));
    assertEquals(
        new PresenceView("ann", "online", null, null, null, NOW + 1), others(dnd, NOW + 60_000));
  }

  @Test
  void text_without_a_status_goes_with_what_the_connections_say() {
    Presence here = chosen(online, null, "Hello", null);
    Presence away = rules.apply(here, at("n1", 2, idle("s1")), NOW + 2);

    assertEquals(
        new PresenceView("ann", "online", "Hello", null, null, NOW + 1), others(here, NOW));
    assertEquals(
        new PresenceView("ann", "away", "Hello", null, null, NOW + 2), others(away, NOW + 2));
    assertEquals("away", others(chosen(online, "away", null, null), NOW).status());
  }

  @Test
  void user_is_here_for_the_grace_time_and_then_offline_without_a_text() {
    Presence gone = rules.apply(chosen(online, "dnd", "Lunch", null), none("n1", 2), NOW + 10);

    assertEquals("dnd", others(gone, NOW + 5_009).status());
    PresenceView offline = new PresenceView("ann", "offline", null, null, time(NOW + 10), NOW + 1);
    assertEquals(offline, others(gone, NOW + 5_010), "also before anybody has noted it");
    assertEquals(
        new PresenceView("ann", "offline", "Lunch", null, time(NOW + 10), NOW + 10),
        own(gone, NOW + 5_010));
  }

  @Test
  void invisible_user_looks_as_if_offline() {
    Presence hidden = chosen(online, "invisible", "Do not tell", 600L);
    Presence moved =
        rules.apply(
            rules.apply(hidden, at("n2", 7, active("s2")), NOW + 3_000),
            none("n1", 9),
            NOW + 4_000);

    PresenceView offline = new PresenceView("ann", "offline", null, null, time(NOW + 1), NOW + 1);
    assertEquals(offline, others(hidden, NOW + 2));
    assertEquals(offline, others(moved, NOW + 4_000), "whatever the user does");
    assertEquals(
        new PresenceView("ann", "invisible", "Do not tell", time(NOW + 600_000), null, NOW + 4_000),
        own(moved, NOW + 4_000));
    assertEquals("online", others(moved, NOW + 600_000).status());
  }

  private Presence chosen(Presence before, String status, String text, Long seconds) {
    return rules.apply(before, new SetPresence(status, text, seconds), NOW, NOW + 1);
  }

  private PresenceView others(Presence presence, long now) {
    return views.view("ann", presence, now, false);
  }

  private PresenceView own(Presence presence, long now) {
    return views.view("ann", presence, now, true);
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
