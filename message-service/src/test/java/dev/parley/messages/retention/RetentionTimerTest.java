package dev.parley.messages.retention;

import static dev.parley.messages.retention.Aged.HOUR;
import static dev.parley.messages.retention.Aged.days;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.Servers;
import dev.parley.messages.TestSettings;
import dev.parley.messages.storage.Schema;
import dev.parley.service.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(Retaining.class)
class RetentionTimerTest {

  private static final MessageServiceSettings OFTEN =
      TestSettings.with(
          Map.of(
              "parley.retention.max-age", "P5D",
              "parley.retention.interval", "PT0.02S",
              "parley.node.id", "r1"));

  @Inject Aged chats;
  @Inject OldMessages messages;
  @Inject LeaseRepository leases;
  @Inject Owners owners;
  @Inject Schema schema;
  @Inject Vertx vertx;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private RetentionTimer timer;

  @BeforeEach
  void begin() {
    chats.begin();
    timer =
        new RetentionTimer(new Retention(messages, leases, owners, OFTEN), schema, OFTEN, vertx);
    timer.start(new StartupEvent(), meters);
  }

  @AfterEach
  void stop() {
    timer.stop(new ShutdownEvent());
  }

  @Test
  void rounds_come_again_and_again_and_are_counted() {
    String first = chats.chat(null, days(10), HOUR);
    Await.until("the first is done", () -> chats.seqs(first).equals(List.of(2L)));
    String second = chats.chat(null, days(10), days(9), HOUR);
    Await.until("the second is done", () -> chats.seqs(second).equals(List.of(3L)));

    Await.until(
        "both are counted",
        () -> meters.get("parley.retention.expired").functionCounter().count() == 3);
    assertEquals(0, meters.get("parley.retention.failures").functionCounter().count());
  }

  @Test
  void who_stops_gives_the_lease_back_and_does_no_more() {
    Await.until("it has the lease", () -> chats.leases() == 1);
    timer.stop(new ShutdownEvent());
    assertEquals(0, chats.leases());
  }
}
