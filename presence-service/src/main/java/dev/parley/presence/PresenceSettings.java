package dev.parley.presence;

import dev.parley.presence.conversation.RequestSettings;
import dev.parley.presence.events.EventSettings;
import dev.parley.presence.rule.WatchSettings;
import dev.parley.service.query.QuerySettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * The settings of this service; each can be set by an environment variable (the README has them).
 */
@ConfigMapping(prefix = "parley")
public interface PresenceSettings {

  /** Put before the name of everything in Redis; the same in all services. */
  @WithDefault("parley:")
  String keyPrefix();

  /** Partitions of the signals, 1 to 1,024; the same in all services, and never changed. */
  @WithDefault("16")
  int partitions();

  /** How long a user without a connection still counts as being here; 0 to 1 h. */
  @WithDefault("PT5S")
  Duration grace();

  /** At most one change of a user is told to watchers in this time; 0 to 1 h. */
  @WithDefault("PT1S")
  Duration coalesce();

  /** How long an offline user is remembered (last seen, chosen status); 1 h to 10 years. */
  @WithDefault("P30D")
  Duration remember();

  /** How often is looked for what is due about users; at least a millisecond. */
  @WithDefault("PT0.5S")
  Duration dueInterval();

  /** How often the leases of the nodes that have users are looked at; at least a millisecond. */
  @WithDefault("PT0.5S")
  Duration leaseInterval();

  /** This process as a node. */
  Node node();

  /** What a replica asks of others by stream. */
  RequestSettings requests();

  /** Who may watch whom. */
  WatchSettings watch();

  /** Questions that come by stream. */
  QuerySettings queries();

  /** Server-sent events. */
  EventSettings events();

  /** This process as a node. */
  interface Node {

    /** Name of this process, new at every start. Only to be set in tests. */
    @WithDefault("${quarkus.uuid}")
    String id();
  }
}
