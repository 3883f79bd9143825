package dev.parley.cache.limit;

import dev.parley.cache.http.Bodies;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.json.StrictJson;
import dev.parley.limits.Counting;
import dev.parley.limits.Policy;
import dev.parley.limits.Take;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What callers ask of limits, as they write it. All that reads it throws an {@link
 * InvalidFieldException} that names the field.
 */
final class LimitBodies {

  /** Bytes of a body; larger ones are refused before they are read. */
  static final int MAX_BYTES = 256 * 1024;

  /** Bytes of a subject. */
  static final int MAX_SUBJECT_BYTES = 256;

  private static final StrictJson<Ask> ASK = StrictJson.of(Ask.class);
  private static final StrictJson<Asks> ASKS = StrictJson.of(Asks.class);

  /**
   * Limits of one subject.
   *
   * @param subject who or what is counted: 1 to 256 bytes of visible characters
   * @param policies each once
   */
  record Ask(String subject, List<Cost> policies) {}

  /**
   * Units of a limit.
   *
   * @param cost 1 to the policy's quota; null for 1
   */
  record Cost(String policy, Long cost) {}

  /** Limits of several subjects. */
  record Asks(List<Ask> takes) {}

  private final Policies policies;
  private final int maxPerCall;

  LimitBodies(Policies policies, int maxPerCall) {
    this.policies = policies;
    this.maxPerCall = maxPerCall;
  }

  /** Of one subject. */
  Take read(byte[] body) {
    return take("", Bodies.read(ASK, body, MAX_BYTES));
  }

  /** The same of policies that count failures only. */
  Take readFailures(byte[] body) {
    Take take = read(body);
    for (int i = 0; i < take.costs().size(); i++) {
      if (take.costs().get(i).policy().counting() != Counting.FAILURES) {
        throw new InvalidFieldException(
            "policies[" + i + "].policy", "must count failures only: this one counts all");
      }
    }
    return take;
  }

  /** Of several subjects. */
  List<Take> readAll(byte[] body) {
    List<Ask> asks = Bodies.read(ASKS, body, MAX_BYTES).takes();
    size("takes", asks, maxPerCall);
    List<Take> takes = new ArrayList<>(asks.size());
    for (int i = 0; i < asks.size(); i++) {
      takes.add(take("takes[" + i + "].", present("takes[" + i + "]", asks.get(i))));
    }
    return takes;
  }

  /** A subject. */
  static void subject(String field, String subject) {
    Check.text(field, subject, MAX_SUBJECT_BYTES);
    boolean visible =
        Check.isUnicode(subject)
            && subject
                .codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
    if (!visible) {
      throw new InvalidFieldException(field, "must have visible characters only");
    }
  }

  private Take take(String path, Ask ask) {
    subject(path + "subject", ask.subject());
    size(path + "policies", ask.policies(), policies.all().size());
    List<Take.Cost> costs = new ArrayList<>(ask.policies().size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ask.policies().size(); i++) {
      String field = path + "policies[" + i + "]";
      Take.Cost cost = cost(field, present(field, ask.policies().get(i)));
      if (!seen.add(cost.policy().name())) {
        throw new InvalidFieldException(field + ".policy", "must be there once");
      }
      costs.add(cost);
    }
    return new Take(ask.subject(), costs);
  }

  private Take.Cost cost(String field, Cost cost) {
    Policy policy =
        policies
            .find(cost.policy())
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        field + ".policy", "must be one of " + policies.names()));
    long units = cost.cost() == null ? 1 : cost.cost();
    if (units < 1 || units > policy.quota()) {
      throw new InvalidFieldException(
          field + ".cost", "must be 1 to " + policy.quota() + ", the quota of " + policy.name());
    }
    return new Take.Cost(policy, units);
  }

  private static <T> void size(String field, List<T> list, int max) {
    present(field, list);
    if (list.isEmpty() || list.size() > max) {
      throw new InvalidFieldException(field, "must have 1 to " + max + " entries");
    }
  }

  private static <T> T present(String field, T value) {
    if (value == null) {
      throw new InvalidFieldException(field, "is missing");
    }
    return value;
  }
}
