package dev.parley.presence.state;

import static dev.parley.presence.state.Signals.active;
import static dev.parley.presence.state.Signals.at;
import static dev.parley.presence.state.Signals.idle;
import static dev.parley.presence.state.Signals.none;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceRulesTest {

  private static final long NOW = 1_000_000;

  private final PresenceRules rules =
      new PresenceRules(Duration.ofSeconds(5), Duration.ofSeconds(1));

  private final Presence online = rules.apply(Presence.UNKNOWN, at("n1", 5, active("s1")), NOW);

  @Test
  void first_connection_brings_the_user_here() {
    assertTrue(online.isConnected());
    assertTrue(online.isAt("n1"));
    assertFalse(online.isAt("n2"));
    assertFalse(online.offline());
    assertEquals(NOW, online.revision());
    assertEquals(NOW, online.shownRevision());
    assertTrue(online.isUntold());
  }

  @Test
  void old_or_repeated_signals_change_nothing() {
    assertSame(online, rules.apply(online, at("n1", 5, active("s2")), NOW + 1));
    assertSame(online, rules.apply(online, none("n1", 4), NOW + 1));
    assertSame(online, rules.apply(online, new NodeGone("n2", NOW, List.of("ann")), NOW + 1));
    assertSame(online, rules.due(online, NOW + 1_000_000));
  }

  @Test
  void newest_signal_says_everything() {
    Presence next = rules.apply(online, at("n1", 7, active("s2"), idle("s3")), NOW + 1);

    assertEquals(
        List.of("s2", "s3"),
        next.nodes().get("n1").connections().stream().map(Presence.Connection::session).toList());
    assertEquals(NOW + 1, next.revision());
    assertEquals(NOW, next.shownRevision(), "others see no difference");
  }

  @Test
  void number_is_remembered_when_the_last_connection_is_gone() {
    Presence gone = rules.apply(online, none("n1", 9), NOW + 1);

    assertSame(gone, rules.apply(gone, at("n1", 8, active("s1")), NOW + 2));
    assertEquals(NOW + 1, gone.goneAt());
  }

  @Test
  void number_is_remembered_of_a_node_that_never_had_a_connection() {
    Presence none = rules.apply(Presence.UNKNOWN, none("n1", 9), NOW);

    assertTrue(none.offline());
    assertEquals(0, none.goneAt());
    assertEquals(0, none.shownRevision());
    assertEquals(0, rules.nextDue(none));
    assertSame(none, rules.apply(none, at("n1", 8, active("s1")), NOW + 2));
  }

  @Test
  void nodes_without_connections_are_few() {
    Presence moving = online;
    for (int i = 0; i < 100; i++) {
      moving = rules.apply(moving, at("m" + i, 1, active("s")), NOW + i);
      moving = rules.apply(moving, none("m" + i, 2), NOW + i);
    }

    assertTrue(moving.isAt("n1"));
    assertEquals(1 + PresenceRules.EMPTY_NODES, moving.nodes().size());
    assertTrue(moving.nodes().containsKey("m99"), "the ones heard of last stay");
  }

  @Test
  void revision_grows_also_where_the_time_does_not() {
    Presence next = rules.apply(online, at("n1", 6, idle("s1")), NOW - 500);

    assertEquals(NOW + 1, next.revision());
  }

  @Test
  void user_goes_offline_after_the_grace_time() {
    Presence gone = rules.apply(online, none("n1", 6), NOW + 10);

    assertFalse(gone.offline());
    assertEquals(NOW, gone.shownRevision(), "nobody sees it yet");
    assertTrue(rules.nextDue(gone) <= NOW, "the first change is to be told at once");
    Presence told = rules.tell(gone, NOW + 20);
    assertEquals(NOW + 5_010, rules.nextDue(told));
    assertSame(told, rules.due(told, NOW + 5_009));

    Presence offline = rules.due(told, NOW + 5_300);
    assertTrue(offline.offline());
    assertEquals(NOW + 10, offline.seenAt());
    assertEquals(NOW + 5_300, offline.shownRevision());
    assertEquals(0, rules.nextDue(rules.tell(offline, NOW + 5_300)));
  }

  @Test
  void reconnect_within_the_grace_time_is_not_seen() {
    Presence back =
        rules.apply(
            rules.apply(online, none("n1", 6), NOW + 10), at("n2", 1, active("s")), NOW + 20);

    assertEquals(0, back.goneAt());
    assertEquals(NOW, back.shownRevision());
  }

  @Test
  void reconnect_after_the_grace_time_is_told_although_nobody_had_noted_its_end() {
    Presence gone = rules.tell(rules.apply(online, none("n1", 6), NOW + 10), NOW + 20);
    PresenceViews views = new PresenceViews(rules);
    long lookedAt = NOW + 6_000;
    assertEquals("offline", views.view("ann", gone, lookedAt, false).status(), "who looked saw");

    Presence back = rules.apply(gone, at("n2", 1, active("s")), NOW + 7_000);

    assertTrue(back.isUntold());
    assertTrue(
        views.view("ann", back, NOW + 7_000, false).revision()
            > views.view("ann", gone, lookedAt, false).revision());
  }

  @Test
  void choice_that_is_over_does_not_come_back_with_a_signal() {
    Presence dnd = rules.apply(online, new SetPresence("dnd", null, 1L), NOW, NOW);

    Presence next = rules.apply(dnd, at("n1", 6, active("s1")), NOW + 2_000);

    assertNull(next.choice());
    assertEquals(0, rules.nextDue(rules.tell(next, NOW + 2_000)));
  }

  @Test
  void what_ends_first_ends_first() {
    SetPresence hidden = new SetPresence("invisible", null, 3L);
    Presence gone = rules.apply(rules.apply(online, hidden, NOW, NOW), none("n1", 6), NOW + 100);
    Presence late = rules.due(gone, NOW + 60_000);
    assertEquals(NOW + 100, late.seenAt(), "visible again for the rest of the grace time");

    SetPresence longer = new SetPresence("invisible", null, 30L);
    Presence unseen = rules.apply(rules.apply(online, longer, NOW, NOW), none("n1", 6), NOW + 100);
    assertEquals(NOW, rules.due(unseen, NOW + 60_000).seenAt(), "never visible again");
  }

  @Test
  void without_grace_time_the_user_is_offline_at_once() {
    PresenceRules strict = new PresenceRules(Duration.ZERO, Duration.ZERO);

    Presence offline = strict.apply(online, none("n1", 6), NOW + 10);

    assertTrue(offline.offline());
    assertEquals(NOW + 10, offline.seenAt());
    assertSame(offline, strict.due(offline, NOW + 20));
  }

  @Test
  void dead_node_takes_its_connections_with_it() {
    Presence two = rules.apply(online, at("n2", 1, active("s2")), NOW + 1);

    Presence one = rules.apply(two, new NodeGone("n1", NOW + 2, List.of("ann")), NOW + 3);
    assertTrue(one.isConnected());
    assertEquals(0, one.goneAt());
    Presence none = rules.apply(one, new NodeGone("n2", NOW + 2, List.of("ann")), NOW + 30);
    assertEquals(NOW + 2, none.goneAt(), "since the node's end");
    assertEquals(
        NOW + 7, rules.apply(one, new NodeGone("n2", NOW + 99, List.of("ann")), NOW + 7).goneAt());
    assertEquals(
        NOW + 7, rules.apply(one, new NodeGone("n2", 0, List.of("ann")), NOW + 7).goneAt());
    assertSame(none, rules.apply(none, new NodeGone("n2", NOW + 2, List.of("ann")), NOW + 31));
  }

  @Test
  void later_loss_of_another_node_does_not_prolong_the_grace_time() {
    Presence gone = rules.apply(online, none("n1", 6), NOW + 10);

    Presence still = rules.apply(gone, none("n2", 1), NOW + 4_000);

    assertEquals(NOW + 10, still.goneAt());
    assertFalse(still.offline());
  }

  @Test
  void user_is_away_when_idle_everywhere() {
    Presence half = rules.apply(online, at("n2", 1, idle("s2")), NOW + 1);
    assertFalse(half.away());
    Presence away = rules.apply(half, at("n1", 6, idle("s1")), NOW + 2);
    assertTrue(away.away());
    assertEquals(NOW + 2, away.shownRevision());
    Presence gone = rules.apply(rules.apply(away, none("n1", 7), NOW + 3), none("n2", 2), NOW + 3);
    assertTrue(gone.away(), "stays away for the grace time");
    assertEquals(NOW + 2, gone.shownRevision());
  }

  @Test
  void choice_ends_when_it_says() {
    Presence dnd = rules.apply(online, new SetPresence("dnd", "Lunch", 60L), NOW + 10, NOW + 20);

    assertEquals(new Presence.Choice("dnd", "Lunch", NOW + 60_010), dnd.choice());
    assertEquals(NOW + 20, dnd.shownRevision());
    Presence told = rules.tell(dnd, NOW + 20);
    assertEquals(NOW + 60_010, rules.nextDue(told));
    assertSame(told, rules.due(told, NOW + 60_009));
    assertNull(rules.due(told, NOW + 60_010).choice());
  }

  @Test
  void same_choice_again_changes_nothing() {
    SetPresence wanted = new SetPresence("away", null, 60L);
    Presence away = rules.apply(online, wanted, NOW, NOW);

    assertSame(away, rules.apply(away, wanted, NOW, NOW + 50));
    assertSame(online, rules.apply(online, new SetPresence(null, "", null), NOW, NOW));
    assertSame(online, rules.apply(online, new SetPresence("online", null, 5L), NOW, NOW));
  }

  @Test
  void becoming_invisible_is_going_offline_for_others() {
    SetPresence invisible = new SetPresence("invisible", null, null);
    Presence hidden = rules.apply(online, invisible, NOW + 10, NOW + 10);
    assertEquals(NOW + 10, hidden.seenAt());
    assertEquals(NOW + 10, hidden.shownRevision());

    Presence gone = rules.apply(hidden, none("n1", 6), NOW + 2_000);
    Presence offline = rules.due(gone, NOW + 10_000);
    assertTrue(offline.offline());
    assertEquals(NOW + 10, offline.seenAt(), "nothing of it is to be seen");
    assertEquals(NOW + 10, offline.shownRevision());
    Presence chosen = rules.apply(offline, new SetPresence(null, null, null), NOW, NOW + 11_000);
    assertEquals(NOW + 10, chosen.seenAt());
    assertEquals(NOW + 10, chosen.shownRevision());
  }

  @Test
  void one_change_is_told_in_the_time_to_coalesce() {
    Presence told = rules.tell(online, NOW);
    assertFalse(told.isUntold());
    assertEquals(NOW + 1, told.revision());
    assertSame(told, rules.tell(told, NOW + 5_000));

    Presence away = rules.apply(told, at("n1", 6, idle("s1")), NOW + 400);
    assertSame(away, rules.tell(away, NOW + 999), "held back");
    assertEquals(NOW + 1_000, rules.nextDue(away));
    Presence then = rules.tell(away, NOW + 1_000);
    assertFalse(then.isUntold());
    assertEquals(NOW + 1_000, then.toldAt());
  }

  @Test
  void step_of_the_servers_clock_holds_nothing_back() {
    Presence told = rules.tell(online, NOW);
    Presence away = rules.apply(told, at("n1", 6, idle("s1")), NOW - 50_000);

    assertFalse(rules.tell(away, NOW - 50_000).isUntold());
  }
}
