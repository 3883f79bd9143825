package dev.parley.cache.model.store;

import dev.parley.routing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of a script over the keys of one slot: as few as possible, each short enough not to keep
 * Redis from others. Not thread-safe.
 */
final class Calls {

  /** How many changes one call makes, but for the last key that it takes. */
  private static final int CHANGES = 250;

  private final List<Object> head;
  private final List<Script.Call> calls = new ArrayList<>();
  private List<String> keys;
  private List<Object> arguments;
  private int changes = CHANGES;

  Calls(List<Object> head) {
    this.head = head;
  }

  void add(List<String> ofOne, Ops ops) {
    if (changes >= CHANGES) {
      keys = new ArrayList<>();
      arguments = new ArrayList<>(head);
      calls.add(new Script.Call(keys, arguments));
      changes = 0;
    }
    keys.addAll(ofOne);
    ops.appendTo(arguments);
    changes += ops.count();
  }

  /** In the order in which they have to be made. */
  List<Script.Call> all() {
    return calls;
  }
}
