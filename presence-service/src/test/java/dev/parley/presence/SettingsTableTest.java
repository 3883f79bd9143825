package dev.parley.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README lists what can be set. */
class SettingsTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(parley\\.[a-z.-]+)` \\| `([^`]*)` \\| .+ \\|$", Pattern.MULTILINE);

  @Test
  void readme_hasEverySettingWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2));
    }
    Map<String, String> declared = new TreeMap<>();
    collect("parley", PresenceSettings.class, declared);

    assertEquals(declared, documented);
  }

  private static void collect(String prefix, Class<?> group, Map<String, String> settings) {
    for (Method property : group.getDeclaredMethods()) {
      String name = prefix + "." + kebab(property.getName());
      WithDefault value = property.getAnnotation(WithDefault.class);
      if (value != null) {
        settings.put(name, value.value());
      } else {
        collect(name, property.getReturnType(), settings);
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
