package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.Servers;
import dev.parley.messages.downlink.EventAppender;
import dev.parley.messages.storage.Schema;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the command stream over the events and the jobs to who is notified. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(Notifying.class)
class NotificationFlowTest {

  @Inject
  @Channel("to-commands")
  MutinyEmitter<byte[]> commands;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject EventAppender events;
  @Inject ContactRepository contacts;
  @Inject NotificationMeters meters;
  @Inject Receivers receivers;
  @Inject Talks talks;
  @Inject Schema schema;
  @Inject ObjectMapper json;

  private final String ann = Talks.user("ann");
  private final String bob = Talks.user("bob");
  private String chat;

  @BeforeEach
  void a_group() {
    Talks.await(schema.ready());
    chat = talks.group(ann, bob);
  }

  @Test
  void message_is_notified_after_the_delay_by_both_ways() {
    String address = bob.toLowerCase() + "@example.com";
    Talks.await(contacts.put(new Contact(bob, address)));
    long sent = System.nanoTime();
    send(1);

    Talks.eventually(() -> !receivers.hooks.of(bob).isEmpty());
    WebhookReceiver.Hook hook = receivers.hooks.of(bob).get(0);
    assertTrue(hook.receivedNanos() - sent >= Notifying.AFTER.toNanos(), "too early");
    assertEquals(1, hook.data().getLong("unread"));
    assertEquals(chat, hook.data().getJsonObject("conversation").getString("id"));
    Talks.eventually(() -> !receivers.mails.to(address).isEmpty());
    Talks.eventually(() -> pending("notifications") == 0 && pending("events") == 0);
    assertEquals(1, receivers.hooks.of(bob).size());
    assertEquals(1, receivers.mails.to(address).size());
    assertTrue(receivers.hooks.of(ann).isEmpty(), "not who has written it");
    assertTrue(receivers.hooks.forgeries().isEmpty());
  }

  @Test
  void webhook_that_fails_is_tried_four_times_and_then_a_dead_letter() {
    receivers.hooks.answer(bob, 500);
    send(1);

    Talks.eventually(() -> deadLetter() != null);
    assertEquals("4", deadLetter().get("dead-letter-attempts"));
    assertTrue(deadLetter().get("dead-letter-cause").contains("has answered 500"));
    List<WebhookReceiver.Hook> hooks = receivers.hooks.of(bob);
    int attempts = hooks.size();
    assertTrue(attempts >= 4, "attempts: " + attempts);
    assertEquals(1, hooks.stream().map(WebhookReceiver.Hook::id).distinct().count());

    receivers.hooks.answer(bob, 200);
    send(2);
    Talks.eventually(() -> receivers.hooks.of(bob).size() > attempts);
    assertEquals(2, receivers.hooks.of(bob).get(attempts).data().getLong("unread"));
  }

  @Test
  void webhook_that_does_not_accept_is_not_tried_again() {
    receivers.hooks.answer(bob, 410);
    send(1);

    Talks.eventually(() -> deadLetter() != null);
    assertEquals("1", deadLetter().get("dead-letter-attempts"));
    assertEquals(1, receivers.hooks.of(bob).size());
  }

  @Test
  void old_message_is_counted_and_nobody_is_told() {
    long before = meters.passedOver();
    Instant old = Instant.now().minusSeconds(2 * 60 * 60);
    append(message(old));

    Talks.eventually(() -> meters.passedOver() == before + 1);
    assertTrue(receivers.hooks.of(bob).isEmpty());
  }

  @Test
  void poison_among_the_events_is_a_dead_letter_and_the_rest_flows() {
    append("poison".getBytes(StandardCharsets.UTF_8));
    append(
        EnvelopeCodec.encodeAll(
            List.of(
                new Envelope(
                    "e1", EventType.MESSAGE_NEW, chat, 0, ann, null, RawJson.of("{\"seq\":1}")))));
    send(1);

    Talks.eventually(() -> !receivers.hooks.of(bob).isEmpty());
    String dead = RedisKeys.partition(keys.events(), partition(chat)) + ":dead-letter";
    Talks.eventually(() -> redis(Request.cmd(Command.XLEN).arg(dead)).toLong() >= 2);
  }

  private void send(long seq) {
    SendMessage message = new SendMessage(chat, "m" + seq, Content.text("hi"), null, null);
    Envelope envelope =
        new Envelope(
            Ids.random(),
            CommandType.SEND_MESSAGE,
            chat,
            System.currentTimeMillis(),
            ann,
            null,
            RawJson.of(encode(message)));
    Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofKey(chat));
    Talks.await(commands.sendMessage(Message.of(EnvelopeCodec.encode(envelope), metadata)));
  }

  private byte[] message(Instant sentAt) {
    MessageNew message =
        new MessageNew(chat, chat + ":1", 1, ann, "m1", Content.text("hi"), null, null, sentAt);
    return EnvelopeCodec.encodeAll(
        List.of(
            new Envelope(
                "e1", EventType.MESSAGE_NEW, chat, 0, ann, null, RawJson.of(encode(message)))));
  }

  private void append(byte[] entry) {
    Talks.await(events.append(partition(chat), entry));
  }

  private byte[] encode(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static int partition(String key) {
    return Partitions.of(key, Partitions.DEFAULT_COUNT);
  }

  /** The fields of the dead letter of bob's webhook; null when there is none. */
  private Map<String, String> deadLetter() {
    String key = StoredNotification.idOf(chat, bob, Webhook.NAME);
    String stream = RedisKeys.partition(keys.notifications(), partition(key)) + ":dead-letter";
    for (Response entry : redis(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))) {
      Map<String, String> fields = new HashMap<>();
      Response all = entry.get(1);
      for (int i = 0; i + 1 < all.size(); i += 2) {
        fields.put(all.get(i).toString(), all.get(i + 1).toString());
      }
      if (key.equals(fields.get("key"))) {
        return fields;
      }
    }
    return null;
  }

  /** What the group {@code notifications} has read of this chat's partitions and not done. */
  private long pending(String kind) {
    long pending = 0;
    for (int p = 0; p < Partitions.DEFAULT_COUNT; p++) {
      String stream = RedisKeys.partition(keys.prefix() + kind, p);
      if (redis(Request.cmd(Command.EXISTS).arg(stream)).toInteger() == 1) {
        pending +=
            redis(Request.cmd(Command.XPENDING).arg(stream).arg("notifications")).get(0).toLong();
      }
    }
    return pending;
  }

  private Response redis(Request request) {
    return Talks.await(redis.send(request));
  }
}
