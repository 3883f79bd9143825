package dev.parley.service.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void number_withinItsBounds_isTaken(int value) {
    assertDoesNotThrow(() -> Bounds.range("a.b", value, 1, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, Integer.MIN_VALUE})
  void number_outOfItsBounds_isRefusedByName(int value) {
    assertEquals(
        "a.b must be 1 to 10, and is " + value, refusal(() -> Bounds.range("a.b", value, 1, 10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "PT59S", "PT1M"})
  void time_withinItsBounds_isTaken(Duration value) {
    assertDoesNotThrow(() -> Bounds.range("a.b", value, SECOND, MINUTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT1M1S", "-PT2S"})
  void time_outOfItsBounds_isRefusedByName(Duration value) {
    assertEquals(
        "a.b must be PT1S to PT1M, and is " + value,
        refusal(() -> Bounds.range("a.b", value, SECOND, MINUTE)));
  }

  @Test
  void positive_isAMillisecondAtLeast() {
    assertDoesNotThrow(() -> Bounds.positive("a.b", Duration.ofMillis(1)));
    assertEquals(
        "a.b must be at least a millisecond, and is PT0.0009S",
        refusal(() -> Bounds.positive("a.b", Duration.ofNanos(900_000))));
  }

  private static String refusal(Runnable check) {
    return assertThrows(IllegalArgumentException.class, check::run).getMessage();
  }
}
