package dev.parley.presence;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings as they are read from the configuration. */
public final class TestSettings {

  private TestSettings() {}

  /** The defaults but for these. */
  public static PresenceSettings with(Map<String, String> values) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .withMapping(PresenceSettings.class)
            .build();
    return config.getConfigMapping(PresenceSettings.class);
  }
}
