package dev.parley.service.query;

import static dev.parley.service.settings.Bounds.positive;
import static dev.parley.service.settings.Bounds.range;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The answering of queries, {@code parley.queries}; each bound is one replica's. */
public interface QuerySettings {

  /** Upper bound of the queries under way at once, 1 to 64. Default 32. */
  @WithDefault("32")
  int atOnce();

  /**
   * How old a query may be: its asker has given up then, so it is the gateways' request timeout.
   * Default 10 seconds.
   */
  @WithDefault("PT10S")
  Duration maxAge();

  /**
   * Whether they are within their bounds.
   *
   * @throws IllegalArgumentException with a sentence that begins with the property's name
   */
  static void check(QuerySettings queries) {
    range("parley.queries.at-once", queries.atOnce(), 1, 64);
    positive("parley.queries.max-age", queries.maxAge());
  }
}
