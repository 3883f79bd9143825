package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of the channels, against what the contracts say. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class ChannelsTest {

  @Inject Config config;
  @Inject GatewaySettings settings;
  @Inject RedisKeys keys;

  @Test
  void streams_are_those_of_the_contracts() {
    assertTrue(settings.keyPrefix().startsWith("test-"), "the prefix is configured");
    assertEquals(new RedisKeys(settings.keyPrefix()), keys);
    assertEquals(keys.commands(), value("outgoing.commands.stream"));
    assertEquals(keys.signals(), value("outgoing.signals.stream"));
    assertEquals(keys.queries(), value("outgoing.queries.stream"));
    assertEquals(keys.presenceQueries(), value("outgoing.presence-queries.stream"));
    assertEquals(keys.modelQueries(), value("outgoing.model-queries.stream"));
    assertEquals(keys.inbox(settings.node().id()), value("incoming.inbox.stream"));
  }

  @Test
  void partitions_are_the_same_for_commands_and_signals() {
    String partitions = Integer.toString(settings.partitions());
    assertEquals(partitions, value("outgoing.commands.partitions"));
    assertEquals(partitions, value("outgoing.signals.partitions"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queries", "presence-queries", "model-queries"})
  void questions_wait_in_one_stream_and_only_so_many(String channel) {
    assertTrue(
        config
            .getOptionalValue(name("outgoing." + channel + ".partitions"), String.class)
            .isEmpty());
    assertEquals("10000", value("outgoing." + channel + ".max-backlog"));
  }

  private String value(String name) {
    return config.getValue(name(name), String.class);
  }

  private static String name(String name) {
    return "mp.messaging." + name;
  }
}
