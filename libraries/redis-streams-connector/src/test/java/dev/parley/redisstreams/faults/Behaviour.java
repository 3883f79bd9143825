package dev.parley.redisstreams.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How an application behaves.
 *
 * @param hang whether it never acknowledges anything
 * @param haltBefore payload at which the process ends before it acknowledges; empty for none
 * @param haltAfter payload at which the process ends right after it has acknowledged
 * @param slowMillis how long it works on a message; negative: up to so long, at random
 * @param failKey key whose entries fail
 * @param failTimes how often they do
 */
record Behaviour(
    boolean hang,
    String haltBefore,
    String haltAfter,
    int slowMillis,
    String failKey,
    int failTimes,
    Map<String, AtomicInteger> failures) {

  /** From settings that begin with {@code app.}; the others are none of its business. */
  static Behaviour of(Map<String, String> settings) {
    return new Behaviour(
        Boolean.parseBoolean(settings.getOrDefault("app.hang", "false")),
        settings.getOrDefault("app.halt-before", ""),
        settings.getOrDefault("app.halt-after", ""),
        Integer.parseInt(settings.getOrDefault("app.slow", "0")),
        settings.getOrDefault("app.fail-key", ""),
        Integer.parseInt(settings.getOrDefault("app.fail-times", "0")),
        new ConcurrentHashMap<>());
  }

  long workMillis() {
    return slowMillis >= 0 ? slowMillis : ThreadLocalRandom.current().nextInt(1 - slowMillis);
  }

  /** Whether the application fails on this entry this time. */
  boolean fails(String key, String payload) {
    return key.equals(failKey)
        && failures.computeIfAbsent(payload, p -> new AtomicInteger()).incrementAndGet()
            <= failTimes;
  }
}
