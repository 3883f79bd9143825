package dev.parley.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.service.testing.ChannelsConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The configuration of the channels, against what the contracts say. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ChannelsTest extends ChannelsConformance {

  @Inject MessageServiceSettings settings;

  @Test
  void streams_are_those_of_the_contracts() {
    assertEquals(keys.commands(), value("incoming.commands.stream"));
    assertEquals(keys.queries(), value("incoming.queries.stream"));
    assertEquals(keys.events(), value("outgoing.events.stream"));
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
  void submissions_go_where_the_gateways_commands_go() {
    assertEquals(keys.commands(), value("outgoing.submissions.stream"));
    assertEquals(value("incoming.commands.partitions"), value("outgoing.submissions.partitions"));
  }
}
