package dev.parley.messages.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.Content;
import dev.parley.messages.Servers;
import dev.parley.messages.TestSettings;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.storage.Schema;
import dev.parley.messages.submission.Submissions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often it is looked what is due. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ScheduleTimerTest {

  @Inject Submissions submissions;
  @Inject Schema schema;
  @Inject ObjectMapper json;
  @Inject Vertx vertx;

  /** So many messages are due, and looks are counted. */
  @Vetoed
  private static final class Due extends ScheduleRepository {

    private int left;
    private int looks;

    Due(int count) {
      left = count;
    }

    @Override
    Uni<ScheduledMessage> take(Instant now, Instant tryAgainAt) {
      looks++;
      return Uni.createFrom()
          .item(
              left-- > 0
                  ? ScheduledMessage.of(
                      new SendKey("none", "ann", "m" + left), Content.text("x"), null, null, now)
                  : null);
    }
  }

  private int looks(int due) {
    Due scheduled = new Due(due);
    new ScheduleTimer(scheduled, submissions, schema, json, TestSettings.defaults(), vertx)
        .tellDue()
        .await()
        .atMost(Duration.ofSeconds(30));
    return scheduled.looks;
  }

  @Test
  void nothingDue_isOneLook() {
    assertEquals(1, looks(0));
  }

  @Test
  void everythingThatIsDue_isToldAndThenNoMore() {
    assertEquals(List.of(2, 4), List.of(looks(1), looks(3)));
  }

  @Test
  void tooMuchAtOnce_waitsForTheNextLook() {
    assertEquals(ScheduleTimer.MAX_AT_ONCE, looks(1_000));
  }
}
