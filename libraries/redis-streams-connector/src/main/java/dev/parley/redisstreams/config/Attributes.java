package dev.parley.redisstreams.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/**
 * The attributes of one channel. What is wrong stops the start with a sentence that names the
 * channel, the attribute and what would be right.
 */
public final class Attributes {

  private final Config config;
  private final String channel;

  public Attributes(Config config) {
    this.config = config;
    this.channel = config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
  }

  public String channel() {
    return channel;
  }

  public String required(String name) {
    return optional(name).orElseThrow(() -> wrong(name, "is missing"));
  }

  public Optional<String> optional(String name) {
    return config.getOptionalValue(name, String.class);
  }

  public String text(String name, String defaultValue) {
    return optional(name).orElse(defaultValue);
  }

  public String oneOf(String name, Set<String> allowed, String defaultValue) {
    String value = text(name, defaultValue);
    if (!allowed.contains(value)) {
      throw wrong(name, "is \"" + value + "\" and must be one of " + allowed);
    }
    return value;
  }

  public int number(String name, int min, int max, int defaultValue) {
    try {
      int value = config.getOptionalValue(name, Integer.class).orElse(defaultValue);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (IllegalArgumentException notANumber) {
      throw wrong(name, "must be a number from " + min + " to " + max);
    }
    throw wrong(name, "must be a number from " + min + " to " + max);
  }

  public boolean flag(String name, boolean defaultValue) {
    String value = text(name, Boolean.toString(defaultValue));
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "is \"" + value + "\" and must be true or false");
    };
  }

  /** The class that is named. */
  public Class<?> type(String name, Class<?> defaultValue) {
    Optional<String> value = optional(name);
    if (value.isEmpty()) {
      return defaultValue;
    }
    try {
      return Class.forName(value.get(), false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError unknown) {
      throw wrong(name, "is \"" + value.get() + "\" and must be the name of a class");
    }
  }

  public Duration duration(String name, Duration min, Duration max, Duration defaultValue) {
    try {
      Duration value = config.getOptionalValue(name, Duration.class).orElse(defaultValue);
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
    } catch (IllegalArgumentException notADuration) {
      throw wrong(name, "must be a duration from " + min + " to " + max + ", such as PT1S");
    }
    throw wrong(name, "must be a duration from " + min + " to " + max + ", such as PT1S");
  }

  public IllegalArgumentException wrong(String name, String problem) {
    return new IllegalArgumentException("Channel '" + channel + "': " + name + " " + problem + ".");
  }
}
