package dev.parley.cache;

import dev.parley.cache.counter.CounterSettings;
import dev.parley.cache.feed.FeedSettings;
import dev.parley.cache.limit.LimitSettings;
import dev.parley.cache.model.ModelSettings;
import dev.parley.cache.read.ReadSettings;
import dev.parley.cache.read.RequestSettings;
import dev.parley.cache.session.SessionSettings;
import dev.parley.cache.token.TokenSettings;
import dev.parley.cache.value.ValueSettings;
import dev.parley.service.query.QuerySettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The settings of this service; each can be set by an environment variable (the README has them).
 */
@ConfigMapping(prefix = "parley")
public interface CacheServiceSettings {

  /** Put before the name of everything in Redis; the same in all services. */
  @WithDefault("parley:")
  String keyPrefix();

  /** Partitions of the events, 1 to 1,024; the same in all services, and never changed. */
  @WithDefault("16")
  int partitions();

  /** This process as a node. */
  Node node();

  /** Read models. */
  ModelSettings models();

  /** Answers from read models. */
  ReadSettings reads();

  /** Questions that come by stream. */
  QuerySettings queries();

  /** What is asked of message-service. */
  RequestSettings requests();

  /** Sessions of users. */
  SessionSettings sessions();

  /** Refresh tokens and one-time tokens. */
  TokenSettings tokens();

  /** Rate limits. */
  LimitSettings limits();

  /** Cached values. */
  ValueSettings values();

  /** Counters of posts. */
  CounterSettings counters();

  /** Cached pages of feeds. */
  FeedSettings feeds();

  /** This process as a node. */
  interface Node {

    /** Name of this process, new at every start. Only to be set in tests. */
    @WithDefault("${quarkus.uuid}")
    String id();
  }
}
