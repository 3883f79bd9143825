package dev.parley.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** The configuration of the channels, against what the contracts say. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ChannelsTest {

  @Inject Config config;
  @Inject PresenceSettings settings;
  @Inject RedisKeys keys;

  @Test
  void streams_are_those_of_the_contracts() {
    assertTrue(settings.keyPrefix().startsWith("test-"), "the prefix is configured");
    assertEquals(new RedisKeys(settings.keyPrefix()), keys);
    assertEquals(keys.signals(), value("incoming.signals.stream"));
    assertEquals(keys.signals(), value("outgoing.own-signals.stream"));
    assertEquals(keys.presenceQueries(), value("incoming.queries.stream"));
    assertTrue(keys.inbox("n1").startsWith(value("outgoing.inboxes.stream") + ":"));
  }

  @Test
  void partitions_are_the_same_on_both_sides() {
    String partitions = Integer.toString(settings.partitions());
    assertEquals(partitions, value("incoming.signals.partitions"));
    assertEquals(partitions, value("outgoing.own-signals.partitions"));
  }

  @Test
  void partitions_of_signals_have_one_reader_and_no_last_attempt() {
    assertEquals("exclusive", value("incoming.signals.assignment"));
    assertEquals("presence-service", value("incoming.signals.group"));
    assertEquals("0", value("incoming.signals.retry-attempts"));
  }

  @Test
  void inboxes_are_never_made_here() {
    assertEquals("false", value("outgoing.inboxes.create-stream"));
    assertEquals("always", value("outgoing.inboxes.trim"));
  }

  private String value(String name) {
    return config.getValue("mp.messaging." + name, String.class);
  }
}
