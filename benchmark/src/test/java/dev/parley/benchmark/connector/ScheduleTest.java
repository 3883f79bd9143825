package dev.parley.benchmark.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  private static final long START = Long.MAX_VALUE - 5;

  @Test
  void schedule_aHundredASecond_isDueEveryTenMilliseconds() {
    Schedule schedule = new Schedule(START, 100);
    for (int i = 0; i < 250; i++) {
      assertEquals(START + TimeUnit.MILLISECONDS.toNanos(10L * i), schedule.due());
      schedule.take();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 999, 1_000, 30_001, 1_000_000})
  void schedule_afterAnHour_hasHadItsRateExactly(int perSecond) {
    Schedule schedule = new Schedule(0, perSecond);
    int seconds = 1_000_000 / perSecond;
    for (int i = 0; i < perSecond * seconds; i++) {
      schedule.take();
    }
    assertEquals(TimeUnit.SECONDS.toNanos(seconds), schedule.due());
  }

  @Test
  void schedule_ofARateThatDividesNothing_goesNeverBackAndNeverDrifts() {
    Schedule schedule = new Schedule(0, 7);
    long before = -1;
    for (int i = 0; i < 70; i++) {
      assertTrue(schedule.due() > before);
      assertEquals(i * 1e9 / 7, schedule.due(), 1);
      before = schedule.due();
      schedule.take();
    }
  }

  @Test
  void schedule_keptLate_isDueUntilAllIsMadeUpFor() {
    Schedule schedule = new Schedule(START, 100);
    long now = START + TimeUnit.MILLISECONDS.toNanos(35);
    int sent = 0;
    while (schedule.isDue(now)) {
      schedule.take();
      sent++;
    }
    assertEquals(4, sent);
  }

  @Test
  void schedule_beforeItsTime_isNotDueAcrossTheOverflowOfTheClock() {
    Schedule schedule = new Schedule(START, 1);
    schedule.take();
    assertFalse(schedule.isDue(START + 10));
    assertTrue(schedule.isDue(START + TimeUnit.SECONDS.toNanos(1)));
  }
}
