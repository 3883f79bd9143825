package dev.parley.presence.http;

import static dev.parley.presence.http.Api.PRESENCE;
import static dev.parley.presence.http.Api.as;
import static dev.parley.presence.http.Api.problem;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.events.EventStreams;
import dev.parley.routing.RouteTable;
import dev.parley.service.node.OwnNode;
import dev.parley.service.testing.Await;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events, from the signals of gateways to the reader. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(EventsTest.Quick.class)
class EventsTest {

  /** Room for two, who soon hear a sign of life. */
  public static class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("parley.events.max-streams", "2", "parley.events.heartbeat", "PT0.2S");
    }
  }

  @TestHTTPResource(PRESENCE + "/events")
  String url;

  @Inject World world;
  @Inject EventStreams streams;
  @Inject RouteTable routes;
  @Inject OwnNode node;

  private final String ann = World.user("ann");
  private final String bob = World.user("bob");
  private final String cleo = World.user("cleo");
  private String gateway;

  @BeforeEach
  void gateway() {
    gateway = world.gateway();
    Await.until("the node is there", node::isReachable);
  }

  @AfterEach
  void all_streams_are_gone() {
    Await.until("no stream is left", () -> streams.count() == 0);
  }

  private EventReader follow(String... users) {
    return new EventReader(url, Tokens.of(ann), null, users);
  }

  private void here(String user) {
    world.connect(gateway, user, "s");
    Await.until(user + " is here", () -> world.presence(user).isConnected());
  }

  @Test
  void reader_is_told_what_is_so_and_what_changes() {
    here(bob);
    try (EventReader reader = follow(bob, cleo)) {
      reader.until("bob online");
      reader.until("cleo offline");
      world.choose(gateway, "s", bob, new SetPresence("dnd", "busy", null));
      reader.until("bob dnd");
      here(cleo);
      reader.until("cleo online");
    }
  }

  @Test
  void id_is_the_revision_and_grows_for_a_user() {
    try (EventReader reader = follow(bob)) {
      reader.until("bob offline");
      here(bob);
      EventReader.Event first = reader.until("bob online");
      assertEquals("user:status", first.name());
      assertEquals(first.data().get("revision").asLong(), first.id());
      assertTrue(first.id() > 0);
      world.choose(gateway, "s", bob, new SetPresence("away", null, null));
      assertTrue(reader.until("bob away").id() > first.id());
    }
  }

  @Test
  void resumed_stream_tells_only_what_is_newer_and_a_little_more() {
    here(bob);
    here(cleo);
    long later = world.presence(cleo).revision() + Duration.ofMinutes(2).toMillis();
    try (EventReader reader = new EventReader(url, Tokens.of(ann), later, bob, cleo)) {
      reader.untilComment("watching");
      world.choose(gateway, "s", cleo, new SetPresence("dnd", null, null));
      reader.until("cleo dnd");
      assertEquals(1, reader.events());
    }
    long earlier = world.presence(bob).revision();
    try (EventReader reader = new EventReader(url, Tokens.of(ann), earlier, bob)) {
      reader.until("bob online");
    }
  }

  @Test
  void routes_live_as_long_as_somebody_watches() {
    try (EventReader one = follow(bob)) {
      one.until("bob offline");
      try (EventReader other = follow(bob, cleo)) {
        other.until("cleo offline");
        assertTrue(isRouted(bob) && isRouted(cleo));
      }
      Await.until("cleo is not watched", () -> !isRouted(cleo));
      assertTrue(isRouted(bob));
    }
    Await.until("nobody is watched", () -> !isRouted(bob));
  }

  @Test
  void streams_are_limited_and_signs_of_life_come() {
    try (EventReader one = follow(bob);
        EventReader other = follow(bob)) {
      one.until("bob offline");
      other.until("bob offline");
      problem(as(ann).get(PRESENCE + "/events?userIds=" + bob).then(), 429)
          .body("code", equalTo("rate_limited"));
      one.untilComment("");
    }
  }

  @Test
  void stream_ends_with_its_token() {
    String token = Tokens.of(Tokens.ISSUER, ann, Duration.ofSeconds(2));
    try (EventReader reader = new EventReader(url, token, null, bob)) {
      reader.untilComment("the token has expired");
      reader.untilEnd();
    }
  }

  @Test
  void what_was_missed_while_redis_had_lost_the_node_is_told() {
    try (EventReader reader = follow(bob)) {
      reader.until("bob offline");
      world.call(Command.DEL, world.keys().nodeLease(node.id()));
      world.call(Command.DEL, world.keys().inbox(node.id()));
      world.call(
          Command.HDEL,
          world.keys().routes(RedisKeys.routeBucket(RedisKeys.presenceSubject(bob))),
          RedisKeys.presenceSubject(bob));
      here(bob);
      reader.until("bob online");
      Await.until("routed again", () -> isRouted(bob));
    }
  }

  private boolean isRouted(String user) {
    String subject = RedisKeys.presenceSubject(user);
    return Await.result(routes.find(Set.of(subject))).nodesOf(subject).contains(node.id());
  }
}
