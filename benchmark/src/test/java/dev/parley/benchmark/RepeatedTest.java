package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.LocalRunException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

class RepeatedTest {

  @Test
  void calls_takeTurns_andAreCounted() {
    AtomicLongArray called = new AtomicLongArray(3);
    Repeated.Result result = Repeated.measure(3, called::incrementAndGet, 2, 1);
    long sum = called.get(0) + called.get(1) + called.get(2);
    assertEquals(sum, result.calls());
    assertTrue(called.get(0) > 0 && called.get(1) > 0 && called.get(2) > 0, called.toString());
    assertTrue(result.perSecond() > 0);
  }

  @Test
  void calls_forNoTime_areNone() {
    assertEquals(0, Repeated.measure(3, turn -> {}, 2, 0).calls());
  }

  @Test
  void call_thatFails_endsIt() {
    LocalRunException failure =
        assertThrows(
            LocalRunException.class,
            () ->
                Repeated.measure(
                    1,
                    turn -> {
                      throw new IllegalStateException("no answer");
                    },
                    1,
                    60));
    assertEquals("no answer", failure.getMessage());
  }
}
