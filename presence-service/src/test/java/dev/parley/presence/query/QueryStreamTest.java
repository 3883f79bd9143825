package dev.parley.presence.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.service.query.QueryMeters;
import dev.parley.service.query.QueryOutcome;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions as gateways ask them, from their stream to the gateway's inbox. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class QueryStreamTest {

  private static final AtomicLong NUMBERS = new AtomicLong();

  @Inject
  @Channel("to-questions")
  @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 1_000)
  MutinyEmitter<byte[]> questions;

  @Inject World world;
  @Inject QueryMeters meters;

  private final String ann = World.user("ann");
  private final String bob = World.user("bob");
  private String gateway;

  @BeforeEach
  void a_gateway() {
    gateway = world.gateway();
  }

  @ParameterizedTest
  @ValueSource(strings = {PresenceMethod.GET, PresenceMethod.WATCH})
  void users_are_told_of_in_the_order_in_which_they_were_asked_for(String method) {
    here(bob);
    JsonNode answer = answer(method, ann, users(bob, "nobody", ann));

    assertEquals(3, answer.get("users").size());
    assertEquals(bob, answer.at("/users/0/userId").asText());
    assertEquals("online", answer.at("/users/0/status").asText());
    assertTrue(answer.at("/users/0/revision").asLong() > 0);
    assertEquals("nobody", answer.at("/users/1/userId").asText());
    assertEquals("offline", answer.at("/users/1/status").asText());
    assertEquals(0, answer.at("/users/1/revision").asLong());
    assertFalse(answer.has("refused"));
  }

  @Test
  void who_is_invisible_is_so_only_to_itself() {
    here(bob);
    world.choose(gateway, "s", bob, new SetPresence("invisible", null, null));
    Await.until("chosen", () -> world.presence(bob).choice() != null);

    assertEquals(
        "offline", answer(PresenceMethod.GET, ann, users(bob)).at("/users/0/status").asText());
    assertEquals(
        "invisible", answer(PresenceMethod.GET, bob, users(bob)).at("/users/0/status").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"userIds\":[]}", "{\"userIds\":\"bob\"}", "{\"userIds\":[\"a b\"]}"})
  void wrong_params_are_told(String params) {
    assertRefused("invalid_params", PresenceMethod.GET, params);
  }

  @Test
  void unknown_question_is_told() {
    assertRefused("method_not_found", "presence:guess", users(bob));
  }

  @Test
  void stale_question_is_passed_over() {
    long before = meters.counted(QueryOutcome.STALE);
    long now = System.currentTimeMillis();
    ask(PresenceMethod.GET, ann, users(bob), now - Duration.ofMinutes(1).toMillis());
    Await.until("passed over", () -> meters.counted(QueryOutcome.STALE) > before);
    assertEquals(0, world.inbox(gateway).size());
  }

  private void here(String user) {
    world.connect(gateway, user, "s");
    Await.until(user + " is here", () -> world.presence(user).isConnected());
  }

  private static String users(String... users) {
    return "{\"userIds\":[\"" + String.join("\",\"", users) + "\"]}";
  }

  private JsonNode answer(String type, String user, String params) {
    InboxItem.Reply reply = reply(ask(type, user, params, System.currentTimeMillis()));
    assertFalse(reply.error(), () -> reply.payload().text());
    return world.read(reply.payload());
  }

  private void assertRefused(String code, String type, String params) {
    InboxItem.Reply reply = reply(ask(type, ann, params, System.currentTimeMillis()));
    assertTrue(reply.error());
    assertEquals(code, world.read(reply.payload()).get("code").asText());
  }

  private ReplyTo ask(String type, String user, String params, long time) {
    ReplyTo to = new ReplyTo(gateway, "s", NUMBERS.incrementAndGet());
    Envelope asked = new Envelope(Ids.random(), type, user, time, user, to, RawJson.of(params));
    Await.result(questions.send(EnvelopeCodec.encode(asked)));
    return to;
  }

  private InboxItem.Reply reply(ReplyTo to) {
    Await.until("answered", () -> world.reply(to) != null);
    return world.reply(to);
  }
}
