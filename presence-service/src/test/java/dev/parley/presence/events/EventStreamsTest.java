package dev.parley.presence.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.view.Viewing;
import dev.parley.routing.NodeRoutes;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams and their readers, without HTTP. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class EventStreamsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Viewing viewing;
  @Inject NodeRoutes routes;
  @Inject ObjectMapper json;
  @Inject PresenceSettings settings;

  private final String bob = World.user("bob");
  private EventStreams streams;

  @BeforeEach
  void streams() {
    streams = new EventStreams(viewing, routes, json, settings);
  }

  private AssertSubscriber<Told> follow(long demand) {
    return streams
        .open(Set.of(bob), null, 0)
        .subscribe()
        .withSubscriber(AssertSubscriber.create(demand));
  }

  private void changed(long revision) {
    String view =
        "{\"userId\":\"%s\",\"status\":\"online\",\"revision\":%d}".formatted(bob, revision);
    streams.received(new InboxItem.Status(bob, RawJson.of(view)));
  }

  private static List<Long> revisions(AssertSubscriber<Told> reader) {
    return views(reader).map(Told::revision).toList();
  }

  private static Stream<Told> views(AssertSubscriber<Told> reader) {
    return List.copyOf(reader.getItems()).stream().filter(told -> told.view() != null);
  }

  @Test
  void older_view_is_not_told_after_a_newer_one() {
    AssertSubscriber<Told> reader = follow(Long.MAX_VALUE);
    Await.until("the present view", () -> views(reader).count() == 1);

    changed(5);
    changed(4);
    changed(5);
    changed(6);

    assertEquals(List.of(0L, 5L, 6L), revisions(reader));
    reader.cancel();
  }

  @Test
  void slow_reader_is_ended_and_others_go_on() {
    AssertSubscriber<Told> quick = follow(Long.MAX_VALUE);
    AssertSubscriber<Told> slow = follow(1);
    Await.until("both are told", () -> views(quick).count() == 1 && slow.getItems().size() == 1);

    int more = settings.events().maxWaiting() + 10;
    for (int revision = 1; revision <= more; revision++) {
      changed(revision);
    }

    assertEquals(1, streams.count());
    Await.until("all", () -> views(quick).count() == more + 1);
    slow.request(Long.MAX_VALUE);
    slow.awaitCompletion(PATIENCE);
    List<Told> told = slow.getItems();
    assertTrue(told.size() <= settings.events().maxWaiting() + 2, () -> told.size() + " waited");
    assertEquals("too slow: resume after the last id", told.get(told.size() - 1).comment());
    quick.cancel();
    assertEquals(0, streams.count());
  }

  @Test
  void when_it_stops_readers_are_ended_and_nobody_is_taken() {
    AssertSubscriber<Told> reader = follow(Long.MAX_VALUE);
    Await.until("the present view", () -> views(reader).count() == 1);

    streams.close();

    reader.awaitCompletion(PATIENCE);
    List<Told> told = reader.getItems();
    assertEquals("going away: resume after the last id", told.get(told.size() - 1).comment());
    assertEquals(
        ErrorCode.RATE_LIMITED, assertThrows(RefusedException.class, streams::checkRoom).code());
    follow(1).awaitCompletion(PATIENCE);
    assertEquals(0, streams.count());
  }
}
