package dev.parley.cache.model.store;

import java.util.ArrayList;
import java.util.List;

/** Changes of one key as the scripts take them: a kind and four values each. Not thread-safe. */
final class Ops {

  private final List<Object> values = new ArrayList<>();
  private int count;

  void add(Object kind, Object first, Object second, Object third, Object fourth) {
    values.add(kind);
    values.add(first);
    values.add(second);
    values.add(third);
    values.add(fourth);
    count++;
  }

  int count() {
    return count;
  }

  /** Their number, and they themselves. */
  void appendTo(List<Object> arguments) {
    arguments.add(count);
    arguments.addAll(values);
  }
}
