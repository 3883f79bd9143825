package dev.parley.messages;

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
  @Inject MessageServiceSettings settings;
  @Inject RedisKeys keys;

  @Test
  void streams_are_those_of_the_contracts() {
    assertTrue(settings.keyPrefix().startsWith("test-"), "the prefix is configured");
    assertEquals(new RedisKeys(settings.keyPrefix()), keys);
    assertEquals(keys.commands(), value("incoming.commands.stream"));
    assertEquals(keys.queries(), value("incoming.queries.stream"));
    assertEquals(keys.events(), value("outgoing.events.stream"));
    assertTrue(keys.inbox("n1").startsWith(value("outgoing.inboxes.stream") + ":"));
  }

  @Test
  void partitions_are_the_same_on_both_sides() {
    String partitions = Integer.toString(settings.partitions());
    assertEquals(partitions, value("incoming.commands.partitions"));
    assertEquals(partitions, value("outgoing.events.partitions"));
  }

  @Test
  void partitions_of_commands_have_one_reader() {
    assertEquals("exclusive", value("incoming.commands.assignment"));
    assertEquals("message-service", value("incoming.commands.group"));
  }

  @Test
  void queries_are_shared_by_all_replicas_and_have_no_last_attempt() {
    assertEquals("shared", value("incoming.queries.assignment"));
    assertEquals("message-service", value("incoming.queries.group"));
    assertEquals("0", value("incoming.queries.retry-attempts"));
  }

  @Test
  void submissions_go_where_the_gateways_commands_go() {
    assertEquals(keys.commands(), value("outgoing.submissions.stream"));
    assertEquals(value("incoming.commands.partitions"), value("outgoing.submissions.partitions"));
    assertEquals(keys.inbox(settings.node().id()), value("incoming.inbox.stream"));
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
