package dev.parley.cache.limit;

import dev.parley.contracts.command.Check;
import dev.parley.limits.Policy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The policies that are configured, by name. Immutable. */
public final class Policies {

  /** So that a unit, which takes whole microseconds, is right to a thousandth. */
  private static final long SHORTEST_UNIT_MICROS = 1_000;

  private final Map<String, Policy> byName;

  private Policies(Map<String, Policy> byName) {
    this.byName = byName;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one is out of bounds, with a sentence that names the
   *     property
   */
  public static Policies of(LimitSettings settings) {
    Map<String, Policy> byName = new TreeMap<>();
    settings.policies().forEach((name, policy) -> byName.put(name, policy(name, policy)));
    return new Policies(byName);
  }

  /** The policy of that name. */
  Optional<Policy> find(String name) {
    return name == null ? Optional.empty() : Optional.ofNullable(byName.get(name));
  }

  /** All of them, by name. */
  Collection<Policy> all() {
    return byName.values();
  }

  /** Their names, for a human. */
  String names() {
    return String.join(", ", byName.keySet());
  }

  private static Policy policy(String name, LimitSettings.PolicySettings settings) {
    String property = "parley.limits.policies.\"" + name + "\"";
    if (!Check.isId(name)) {
      throw new IllegalArgumentException(
          property + " must have a name of 1 to 128 letters, digits, '_' or '-'");
    }
    Policy policy;
    try {
      policy = new Policy(name, settings.quota(), settings.window(), settings.counting());
    } catch (IllegalArgumentException outOfBounds) {
      throw new IllegalArgumentException(property + "." + outOfBounds.getMessage(), outOfBounds);
    }
    if (policy.unitMicros() < SHORTEST_UNIT_MICROS) {
      throw new IllegalArgumentException(
          property
              + ".quota must be at most 1000 for each second of the window, and is "
              + policy.quota());
    }
    return policy;
  }
}
