package dev.parley.cache.model;

import dev.parley.cache.CacheServiceSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings as they are read from the configuration. */
public final class TestModelSettings {

  private TestModelSettings() {}

  /** The defaults but for these. */
  public static CacheServiceSettings with(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withSources(
            new PropertiesConfigSource(Map.of("quarkus.uuid", "a"), "process", 50),
            new PropertiesConfigSource(values, "test", 100))
        .withMapping(CacheServiceSettings.class)
        .addDefaultInterceptors()
        .build()
        .getConfigMapping(CacheServiceSettings.class);
  }
}
