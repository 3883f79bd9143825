package dev.parley.cache;

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

  @Inject CacheServiceSettings settings;

  @Test
  void streams_are_those_of_the_contracts() {
    assertEquals(keys.events(), value("incoming.events.stream"));
    assertEquals(keys.modelQueries(), value("incoming.queries.stream"));
    assertEquals(keys.queries(), value("outgoing.questions.stream"));
    assertEquals(keys.counterChanges(), value("outgoing.counter-changes.stream"));
  }

  @Test
  void partitions_of_events_have_one_reader_and_no_last_attempt() {
    assertEquals(Integer.toString(settings.partitions()), value("incoming.events.partitions"));
    assertEquals("exclusive", value("incoming.events.assignment"));
    assertEquals("cache-service", value("incoming.events.group"));
  }
}
