package dev.parley.benchmark.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChangesUnderWayTest {

  private static final int ANN = 0;
  private static final int BOB = 1;

  private final ChangesUnderWay changes = new ChangesUnderWay(2);

  @Test
  void latency_isFromWhenItWasDue() {
    changes.measure(ms(0));
    changes.due(ANN, ms(10));
    changes.due(BOB, ms(20));
    assertEquals(2, changes.open());
    changes.told(BOB, ms(23));
    changes.told(ANN, ms(30));
    assertEquals(0, changes.open());
    assertEquals(2, changes.latency().getTotalCount());
    assertEquals(20_000, changes.latency().getMaxValue(), 20);
    assertEquals(3_000, changes.latency().getMinValue(), 3);
  }

  /** Also when it is told only then. */
  @Test
  void change_dueBeforeTheMeasuring_isNotMeasured() {
    changes.measure(ms(100));
    changes.due(ANN, ms(99));
    changes.due(BOB, ms(100));
    changes.told(ANN, ms(200));
    assertEquals(0, changes.latency().getTotalCount());
    changes.told(BOB, ms(200));
    assertEquals(1, changes.latency().getTotalCount());
  }

  @Test
  void change_toldTwice_countsOnce() {
    changes.measure(ms(0));
    changes.due(ANN, ms(0));
    changes.told(ANN, ms(1));
    changes.told(ANN, ms(9));
    changes.told(BOB, ms(9));
    assertEquals(1, changes.latency().getTotalCount());
    assertEquals(0, changes.open());
    assertEquals(0, changes.lost());
  }

  @Test
  void change_notToldBeforeTheNextOne_isLost() {
    changes.measure(ms(0));
    changes.due(ANN, ms(0));
    changes.due(ANN, ms(50));
    assertEquals(1, changes.lost());
    assertEquals(1, changes.open());
    changes.told(ANN, ms(52));
    assertEquals(0, changes.open());
    assertEquals(2_000, changes.latency().getMaxValue(), 2);
  }

  @Test
  void latency_ofAnEarlyClock_isZero() {
    changes.measure(ms(0));
    changes.due(ANN, ms(5));
    changes.told(ANN, ms(4));
    assertEquals(0, changes.latency().getMaxValue());
    assertEquals(1, changes.latency().getTotalCount());
  }

  private static long ms(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
