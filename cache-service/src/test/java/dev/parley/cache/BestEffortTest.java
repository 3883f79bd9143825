package dev.parley.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class BestEffortTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void answer_is_that_of_the_call() {
    BestEffort effort = new BestEffort("test", LONG);

    assertEquals("yes", Await.result(effort.orElse(() -> Uni.createFrom().item("yes"), "no")));
    assertEquals(0, effort.degraded());
  }

  @Test
  void call_that_fails_or_throws_or_never_ends_has_the_other_answer() {
    BestEffort effort = new BestEffort("test", Duration.ofMillis(5));

    assertEquals("no", Await.result(effort.orElse(BestEffortTest::failing, "no")));
    assertEquals("no", Await.result(effort.orElse(BestEffortTest::throwing, "no")));
    assertEquals("no", Await.result(effort.orElse(() -> Uni.createFrom().nothing(), "no")));
    assertEquals(3, effort.degraded());
  }

  @Test
  void refusal_is_an_answer() {
    BestEffort effort = new BestEffort("test", LONG);
    RefusedException refused = new RefusedException(ErrorCode.LIMIT_EXCEEDED, "too many");

    assertThrows(
        RefusedException.class,
        () -> Await.result(effort.orElse(() -> Uni.createFrom().failure(refused), "no")));
    assertEquals(0, effort.degraded());
  }

  @Test
  void outage_is_logged_when_it_begins_and_when_it_ends() {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler = handler(logged);
    Logger logger = Logger.getLogger(BestEffort.class.getName());
    logger.addHandler(handler);
    try {
      BestEffort effort = new BestEffort("the test", LONG);
      for (int outage = 0; outage < 2; outage++) {
        for (int i = 0; i < 10; i++) {
          Await.result(effort.orElse(BestEffortTest::failing, "no"));
        }
        for (int i = 0; i < 10; i++) {
          Await.result(effort.orElse(() -> Uni.createFrom().item("yes"), "no"));
        }
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertEquals(4, logged.size(), logged::toString);
  }

  private static Handler handler(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        logged.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static Uni<String> failing() {
    return Uni.createFrom().failure(new IllegalStateException("Redis is away"));
  }

  private static Uni<String> throwing() {
    throw new IllegalStateException("too many wait");
  }
}
