package dev.parley.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.UserConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * A user's life at random: connects, drops, nodes that die or are paused, signals that come late,
 * twice or never, gateways whose clocks are wrong, choices, and looks that come late. The rules are
 * compared with {@link Model} at every step. A failure names the seed.
 */
class PresenceModelTest {

  private static final int STEPS = 3_000;
  private static final long GRACE = 5_000;
  private static final long COALESCE = 1_000;
  private static final List<String> STATUSES =
      Arrays.asList(null, "online", "away", "dnd", "invisible");

  private final PresenceRules rules =
      new PresenceRules(Duration.ofMillis(GRACE), Duration.ofMillis(COALESCE));
  private final PresenceViews views = new PresenceViews(rules);
  private final Model model = new Model(GRACE);
  private final List<UserConnections> sent = new ArrayList<>();

  private Random random;
  private long now = 1_000_000;
  private long number;
  private Presence presence = Presence.UNKNOWN;
  private PresenceView told = views.view("ann", Presence.UNKNOWN, 0, false);

  @RepeatedTest(20)
  void rules_come_to_what_the_model_says() {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    random = new Random(seed);
    try {
      for (int i = 0; i < STEPS; i++) {
        step();
        compare();
      }
      settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void step() {
    now += random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(700);
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> deliver(signal());
      case 4 -> deliver(sent.isEmpty() ? signal() : sent.get(random.nextInt(sent.size())));
      case 5 -> nodeGone();
      case 6, 7 -> choose();
      default -> {
        if (rules.nextDue(presence) != 0 && rules.nextDue(presence) <= now) {
          become(rules.due(presence, now));
        }
      }
    }
    tell();
  }

  /** Of four nodes: whoever is paused goes on with higher numbers. */
  private UserConnections signal() {
    List<UserConnections.Connection> connections = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      long wrong = random.nextLong(5_000_000);
      connections.add(
          new UserConnections.Connection(
              "s" + random.nextInt(9), "d", wrong, random.nextBoolean() ? 0 : wrong + 1));
    }
    UserConnections signal = new UserConnections("n" + random.nextInt(4), ++number, connections);
    sent.add(signal);
    return signal;
  }

  private void deliver(UserConnections signal) {
    boolean isNew = model.connections(signal, now);
    Presence next = rules.apply(presence, signal, now);
    if (!isNew) {
      assertSame(presence, next, "an old signal changes nothing");
    }
    become(next);
  }

  private void nodeGone() {
    NodeGone gone =
        new NodeGone("n" + random.nextInt(4), now - random.nextInt(2_000) + 1_000, List.of("ann"));
    model.nodeGone(gone, now);
    become(rules.apply(presence, gone, now));
  }

  private void choose() {
    String text = random.nextBoolean() ? null : "t" + random.nextInt(3);
    Long seconds = random.nextBoolean() ? null : 1 + random.nextLong(20);
    SetPresence wanted =
        new SetPresence(STATUSES.get(random.nextInt(STATUSES.size())), text, seconds);
    model.choose(wanted, now);
    become(rules.apply(presence, wanted, now, now));
  }

  private void become(Presence next) {
    if (next.equals(presence)) {
      assertSame(presence, next);
      return;
    }
    assertTrue(next.revision() > presence.revision(), "the revision grows");
    assertTrue(next.revision() >= now);
    assertTrue(next.shownRevision() >= presence.shownRevision());
    presence = PresenceCodec.decode(PresenceCodec.encode(next));
    assertEquals(next, presence, "stored and read again");
  }

  private void tell() {
    long before = presence.toldAt();
    Presence next = rules.tell(presence, now);
    if (!next.equals(presence)) {
      assertTrue(before == 0 || now - before >= COALESCE, "not too often");
      become(next);
      PresenceView view = views.view("ann", presence, now, false);
      assertTrue(view.revision() > told.revision(), "what is told is newer");
      told = view;
    }
  }

  private void compare() {
    PresenceView others = views.view("ann", presence, now, false);
    assertEquals(model.others(now), others.status() + " " + others.text());
    assertEquals(
        model.seenAt(now), others.lastSeen() == null ? 0 : others.lastSeen().toEpochMilli());
    PresenceView own = views.view("ann", presence, now, true);
    assertEquals(model.own(now), own.status() + " " + own.text());
    assertEquals(model.isConnected(), presence.isConnected());
  }

  /** When nothing happens any more, the watchers know in the end. */
  private void settle() {
    for (int i = 0; i < 10 && rules.nextDue(presence) != 0; i++) {
      now = Math.max(now, rules.nextDue(presence));
      become(rules.due(presence, now));
      tell();
      compare();
    }
    assertEquals(0, rules.nextDue(presence));
    assertEquals(views.view("ann", presence, now, false), told);
  }
}
