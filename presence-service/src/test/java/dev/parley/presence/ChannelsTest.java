package dev.parley.presence;

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

  @Inject PresenceSettings settings;

  @Test
  void streams_are_those_of_the_contracts() {
    assertEquals(keys.signals(), value("incoming.signals.stream"));
    assertEquals(keys.signals(), value("outgoing.own-signals.stream"));
    assertEquals(keys.presenceQueries(), value("incoming.queries.stream"));
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
}
