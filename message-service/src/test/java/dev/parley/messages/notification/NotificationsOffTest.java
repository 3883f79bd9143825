package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.Servers;
import dev.parley.messages.downlink.EventAppender;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** Without configuration there is nothing of notifications in Redis, and what it takes is set. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class NotificationsOffTest {

  @Inject MessageServiceSettings settings;
  @Inject Config config;
  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject EventAppender events;
  @Inject Webhook webhook;
  @Inject MailWay mail;

  @Test
  void off_by_default() {
    assertFalse(settings.notifications().enabled());
    assertFalse(webhook.isOn());
    assertFalse(mail.isOn());
    assertEquals("false", value("incoming.followed-events.enabled"));
    assertEquals("false", value("incoming.notifications.enabled"));
    assertEquals("false", value("outgoing.notification-jobs.delayed-delivery"));
  }

  @Test
  void nobody_holds_back_the_trimming_of_events() {
    for (int p = 0; p < settings.partitions(); p++) {
      Talks.await(events.append(p, EnvelopeCodec.encodeAll(List.of())));
      Response groups =
          redis(
              Request.cmd(Command.XINFO).arg("GROUPS").arg(RedisKeys.partition(keys.events(), p)));
      assertEquals(0, groups.size());
    }
    assertEquals(List.of(), keysOf(keys.notifications() + "*"));
  }

  @Test
  void channels_are_those_of_the_contracts() {
    String partitions = Integer.toString(settings.partitions());
    assertEquals(keys.events(), value("incoming.followed-events.stream"));
    assertEquals(partitions, value("incoming.followed-events.partitions"));
    assertEquals("exclusive", value("incoming.followed-events.assignment"));
    assertEquals("500", value("incoming.followed-events.retry-attempts"));
    assertEquals(keys.notifications(), value("incoming.notifications.stream"));
    assertEquals(keys.notifications(), value("outgoing.notification-jobs.stream"));
    assertEquals(partitions, value("incoming.notifications.partitions"));
    assertEquals(partitions, value("outgoing.notification-jobs.partitions"));
    assertEquals("exclusive", value("incoming.notifications.assignment"));
  }

  @Test
  void first_attempt_and_three_retries_from_two_seconds() {
    assertEquals("4", value("incoming.notifications.retry-attempts"));
    assertEquals("PT2S", value("incoming.notifications.retry-delay"));
  }

  private List<String> keysOf(String pattern) {
    List<String> found = new ArrayList<>();
    for (Response key : redis(Request.cmd(Command.KEYS).arg(pattern))) {
      found.add(key.toString());
    }
    return found;
  }

  private Response redis(Request request) {
    return Talks.await(redis.send(request));
  }

  private String value(String name) {
    return config.getValue("mp.messaging." + name, String.class);
  }
}
