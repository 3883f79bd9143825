package dev.parley.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ActivityTest {

  private static final long AWAY = 1_000_000_000;

  private long now = Long.MAX_VALUE - AWAY / 2;
  private final long before = System.currentTimeMillis();
  private final Activity activity = new Activity(() -> now);

  @Test
  void new_isActive() {
    assertEquals(0, activity.idleSince());
    assertTrue(activity.connectedAt() >= before);
    assertFalse(activity.look(now, AWAY));
    assertFalse(activity.renew());
  }

  @Test
  void idle_isFoundOutOnceAndEndsWithTheNextThingDone() {
    assertFalse(activity.look(now + AWAY - 1, AWAY));
    assertTrue(activity.look(now + AWAY, AWAY), "also over the end of the clock's numbers");
    assertFalse(activity.look(now + 2 * AWAY, AWAY));

    assertTrue(activity.renew());
    assertEquals(0, activity.idleSince());
    assertFalse(activity.renew());
  }

  @Test
  void idleSince_isWhenItWasLastActive() {
    long begin = System.currentTimeMillis();
    activity.look(now + 10 * AWAY, AWAY);
    long end = System.currentTimeMillis();

    long since = activity.idleSince();
    assertTrue(begin - 10_000 <= since && since <= end - 10_000, begin + " " + since + " " + end);
  }

  @Test
  void whatIsDone_putsItOff() {
    now += AWAY - 1;
    activity.renew();

    assertFalse(activity.look(now + AWAY - 1, AWAY));
    assertTrue(activity.look(now + AWAY, AWAY));
  }
}
