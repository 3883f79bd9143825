package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs of which too many wait. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(JobQueueTest.Narrow.class)
class JobQueueTest {

  /** Room for few jobs, none of which is ever due. */
  public static final class Narrow implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> values = new HashMap<>(new Notifying().getConfigOverrides());
      values.put("parley.notifications.after", "PT1H");
      values.put("mp.messaging.outgoing.notification-jobs.max-backlog", "10");
      return values;
    }
  }

  @Inject JobQueue jobs;
  @Inject NotificationMeters meters;

  @Test
  void what_is_too_much_is_dropped_and_counted_and_nobody_waits_for_it() {
    String chat = "c-" + Talks.user("full");
    List<Job> some =
        IntStream.rangeClosed(1, 20)
            .mapToObj(seq -> new Job(chat, "bob", Webhook.NAME, seq, seq, false))
            .toList();
    Talks.eventually(
        () -> {
          Talks.await(jobs.add(some));
          return meters.counted(Webhook.NAME, Outcome.DROPPED) > 0;
        });
    long dropped = meters.counted(Webhook.NAME, Outcome.DROPPED);
    Talks.await(jobs.add(some));
    assertTrue(meters.counted(Webhook.NAME, Outcome.DROPPED) > dropped);
  }
}
