package dev.parley.cache.model.store;

import dev.parley.routing.Script;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Ids that are asked for together: those of one slot in one call, or in several when they are many.
 * Immutable.
 *
 * @param bySlot slot to what each of its calls asks for
 */
record Slots(Map<Integer, List<List<String>>> bySlot) {

  /**
   * Groups ids.
   *
   * @param most how many one call may ask for
   */
  static Slots of(Collection<String> ids, ToIntFunction<String> slot, int most) {
    Map<Integer, List<List<String>>> bySlot = new TreeMap<>();
    for (String id : ids) {
      List<List<String>> calls =
          bySlot.computeIfAbsent(slot.applyAsInt(id), s -> new ArrayList<>());
      if (calls.isEmpty() || calls.get(calls.size() - 1).size() >= most) {
        calls.add(new ArrayList<>());
      }
      calls.get(calls.size() - 1).add(id);
    }
    return new Slots(bySlot);
  }

  /** The calls that ask for them. */
  List<List<Script.Call>> map(Function<List<String>, Script.Call> call) {
    List<List<Script.Call>> calls = new ArrayList<>();
    bySlot.forEach((slot, some) -> calls.add(some.stream().map(call).toList()));
    return calls;
  }

  /**
   * What was answered, by id.
   *
   * @param answers to the calls, each with one answer for each id, null for nothing
   */
  <T> Map<String, T> zip(List<Response> answers, BiFunction<String, Response, T> read) {
    Map<String, T> found = new HashMap<>();
    int call = 0;
    for (List<List<String>> some : bySlot.values()) {
      for (List<String> ids : some) {
        Response answer = answers.get(call++);
        for (int i = 0; i < ids.size(); i++) {
          if (answer.get(i) != null) {
            found.put(ids.get(i), read.apply(ids.get(i), answer.get(i)));
          }
        }
      }
    }
    return found;
  }
}
