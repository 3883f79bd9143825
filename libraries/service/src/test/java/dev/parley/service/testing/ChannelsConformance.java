package dev.parley.service.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.key.RedisKeys;
import jakarta.enterprise.inject.spi.CDI;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * What holds for the configuration of the channels {@code queries}, {@code inbox} and {@code
 * inboxes} of any service that answers queries and is a node.
 */
public abstract class ChannelsConformance {

  /** The keys of the service. */
  protected final RedisKeys keys = CDI.current().select(RedisKeys.class).get();

  /** What is configured of a channel, such as {@code incoming.queries.stream}. */
  protected static String value(String name) {
    return config("mp.messaging." + name);
  }

  private static String config(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  @Test
  public void prefix_is_configured() {
    String prefix = config("parley.key-prefix");
    assertTrue(prefix.startsWith("test-"));
    assertEquals(new RedisKeys(prefix), keys);
  }

  @Test
  public void queries_are_shared_by_all_replicas_and_have_no_last_attempt() {
    assertEquals("shared", value("incoming.queries.assignment"));
    assertEquals(config("quarkus.application.name"), value("incoming.queries.group"));
    assertEquals("0", value("incoming.queries.retry-attempts"));
  }

  @Test
  public void inbox_is_that_of_this_process() {
    assertEquals(keys.inbox(config("parley.node.id")), value("incoming.inbox.stream"));
  }

  @Test
  public void inboxes_are_never_made_here() {
    assertTrue(keys.inbox("n1").startsWith(value("outgoing.inboxes.stream") + ":"));
    assertEquals("false", value("outgoing.inboxes.create-stream"));
    assertEquals("always", value("outgoing.inboxes.trim"));
  }
}
