package dev.parley.contracts.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/keys.md} has a row for every key, and none for what is no key. */
class KeysTableTest {

  private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)", Pattern.MULTILINE);

  /** No keys, but what is put into one. */
  private static final Set<String> OTHERS = Set.of("prefix", "cachedLike", "toString");

  private final RedisKeys keys = new RedisKeys("");

  @Test
  void every_key_has_a_row() throws IOException, ReflectiveOperationException {
    Set<String> documented = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "..", "docs", "keys.md")));
    while (rows.find()) {
      documented.add(rows.group(1));
    }
    Set<String> made = new TreeSet<>();
    for (Method method : RedisKeys.class.getDeclaredMethods()) {
      if (method.getReturnType() == String.class
          && Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && !OTHERS.contains(method.getName())) {
        made.add(((String) method.invoke(keys, samples(method))).split(":", 2)[0]);
      }
    }
    assertEquals(made, documented);
  }

  private static Object[] samples(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == String.class ? "x" : type == int.class ? (Object) 1 : (Object) 1L)
        .toArray();
  }
}
