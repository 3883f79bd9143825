package dev.parley.service.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of settings in a service's README: a row each, with name, default (nothing when there
 * is none), and what it is. Of what has a name of its own, the row says {@code "name"}.
 */
public final class SettingsTable {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(parley\\.[^`]+)` \\| (?:`([^`]*)`)? ?\\| .+ \\|$", Pattern.MULTILINE);

  private SettingsTable() {}

  /** Fails unless the table has all settings, with their defaults, and no others. */
  public static void assertLists(Class<?> mapping) throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2) == null ? "" : rows.group(2));
    }
    Map<String, String> declared = new TreeMap<>();
    collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, declared);
    assertEquals(declared, documented);
  }

  private static void collect(String prefix, Class<?> group, Map<String, String> settings) {
    for (Method property : group.getMethods()) {
      if (Modifier.isStatic(property.getModifiers())) {
        continue;
      }
      String name = prefix + "." + kebab(property.getName());
      WithDefault value = property.getAnnotation(WithDefault.class);
      if (value != null) {
        settings.put(name, value.value());
      } else if (property.getGenericReturnType() instanceof ParameterizedType map) {
        collect(name + ".\"name\"", (Class<?>) map.getActualTypeArguments()[1], settings);
      } else if (property.getReturnType().getName().startsWith("dev.parley.")) {
        collect(name, property.getReturnType(), settings);
      } else {
        settings.put(name, "");
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
