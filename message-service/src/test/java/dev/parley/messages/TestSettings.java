package dev.parley.messages;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings as they are read from the configuration. */
public final class TestSettings {

  private TestSettings() {}

  public static MessageServiceSettings defaults() {
    return with(Map.of());
  }

  /** The defaults but for these. */
  public static MessageServiceSettings with(Map<String, String> values) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .withMapping(MessageServiceSettings.class)
            .build();
    return config.getConfigMapping(MessageServiceSettings.class);
  }
}
