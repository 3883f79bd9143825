package dev.parley.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitFieldsTest {

  private static final long SECOND = 1_000_000;

  private static final Policy LOGIN =
      new Policy("login", 5, Duration.ofMinutes(15), Counting.FAILURES);
  private static final Policy API = new Policy("api", 60, Duration.ofMinutes(1), Counting.ALL);

  @Test
  void policies_are_a_list() {
    assertEquals(
        "\"login\";q=5;w=900, \"api\";q=60;w=60",
        RateLimitFields.policy(List.of(Standing.of(LOGIN, 0, 0), Standing.of(API, 0, 0))));
  }

  @ParameterizedTest(name = "{0} us missing")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | \"api\";r=60",
        "1 | \"api\";r=59;t=1",
        "1000000 | \"api\";r=59;t=1",
        "1000001 | \"api\";r=58;t=1",
        "2500000 | \"api\";r=57;t=1",
        "60000000 | \"api\";r=0;t=1",
        "61000000 | \"api\";r=0;t=2",
        "75500000 | \"api\";r=0;t=17"
      })
  void limit_says_what_is_left_and_when_there_is_more(long missing, String field) {
    assertEquals(field, RateLimitFields.limit(List.of(Standing.of(API, missing, 0))));
  }

  @Test
  void retry_is_when_all_of_it_is_there() {
    List<Standing> standings =
        List.of(Standing.of(API, 60 * SECOND, 1), Standing.of(LOGIN, 900 * SECOND, 180 * SECOND));

    assertEquals("180", RateLimitFields.retryAfter(standings));
    assertEquals("\"api\";r=0;t=1, \"login\";r=0;t=180", RateLimitFields.limit(standings));
    assertEquals("1", RateLimitFields.retryAfter(standings.subList(0, 1)));
    assertEquals("0", RateLimitFields.retryAfter(List.of(Standing.of(API, 0, 0))));
  }
}
