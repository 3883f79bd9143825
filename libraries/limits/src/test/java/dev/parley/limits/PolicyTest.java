package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

  private static final Policy LOGIN =
      new Policy("login", 5, Duration.ofMinutes(15), Counting.FAILURES);

  @ParameterizedTest
  @CsvSource({
    "5, PT15M, 180000000",
    "100, PT15M, 9000000",
    "60, PT1M, 1000000",
    "7, PT1S, 142857",
    "1000000, PT1S, 1",
    "1, P366D, 31622400000000"
  })
  void units_come_back_evenly(long quota, Duration window, long micros) {
    assertEquals(micros, new Policy("p", quota, window, Counting.ALL).unitMicros());
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT1S, quota must be 1 to 1000000",
    "-1, PT1S, quota must be 1 to 1000000",
    "1000001, PT1S, quota must be 1 to 1000000",
    "1, PT0S, window must be 1 to 31622400 whole seconds",
    "1, PT0.5S, window must be 1 to 31622400 whole seconds",
    "1, PT1.5S, window must be 1 to 31622400 whole seconds",
    "1, -PT1S, window must be 1 to 31622400 whole seconds",
    "1, P367D, window must be 1 to 31622400 whole seconds"
  })
  void what_is_out_of_bounds_is_refused(long quota, Duration window, String reason) {
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> new Policy("p", quota, window, Counting.ALL))
            .getMessage();
    assertTrue(said.startsWith(reason), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "é", "a\nb"})
  void names_fit_into_a_header(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Policy(name, 1, Duration.ofSeconds(1), Counting.ALL));
  }

  @Test
  void takes_name_each_policy_once() {
    Take.Cost one = new Take.Cost(LOGIN, 1);

    assertEquals(
        "login is there twice",
        assertThrows(IllegalArgumentException.class, () -> new Take("ann", List.of(one, one)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Take("ann", List.of()));
    assertEquals(new Take("ann", List.of(one)), Take.of("ann", LOGIN, 1));
  }
}
