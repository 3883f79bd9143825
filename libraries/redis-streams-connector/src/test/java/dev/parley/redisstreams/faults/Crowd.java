package dev.parley.redisstreams.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Consumers that join, leave, crash and pause at random; some are processes of their own. */
final class Crowd implements AutoCloseable {

  private static final int SLOTS = 10;

  /** Of the slots, those of consumers that are processes of their own. */
  private static final int PROCESSES = 3;

  private static final int LEAST = 2;
  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  private final int port;
  private final int logPort;
  private final Map<String, String> settings;
  private final Random random;
  private final Consumers processes;
  private final Member[] slots = new Member[SLOTS];
  private final long[] busyUntil = new long[SLOTS];
  private final List<Member> leaving = new ArrayList<>();
  private final Map<String, Integer> happened = new TreeMap<>();
  private int born;

  Crowd(int port, int logPort, Map<String, String> settings, Random random) {
    this.port = port;
    this.logPort = logPort;
    this.settings = settings;
    this.random = random;
    this.processes = new Consumers(port, logPort, settings);
  }

  /** Something happens to one consumer. */
  void act() {
    int slot = random.nextInt(SLOTS);
    double dice = random.nextDouble();
    int millis = 200 + random.nextInt(LONGEST_PAUSE_MILLIS);
    if (slots[slot] == null) {
      join(slot);
    } else if (System.nanoTime() < busyUntil[slot] || awake() <= LEAST) {
      happened("nothing");
    } else if (dice < (slot < PROCESSES ? 0.15 : 0.4)) {
      happened("left");
      slots[slot].leave();
      leaving.add(slots[slot]);
      slots[slot] = null;
    } else if (dice < (slot < PROCESSES ? 0.3 : 0.65)) {
      happened("crashed");
      slots[slot].crash();
      slots[slot] = null;
    } else {
      happened("paused");
      slots[slot].pause(millis);
      busyUntil[slot] = System.nanoTime() + millis * 1_000_000L;
    }
  }

  /** When something is to happen again. */
  long nextMillis() {
    return 50 + random.nextInt(300);
  }

  private void join(int slot) {
    String name = "r" + slot + "-" + born++;
    boolean batch = random.nextBoolean();
    happened("joined");
    if (slot < PROCESSES) {
      slots[slot] = Member.process(processes.start(name, "batch=" + batch));
    } else {
      Map<String, String> mine = new HashMap<>(settings);
      mine.put("batch", "" + batch);
      slots[slot] = Member.inProcess(new Replica(port, logPort, name, mine));
    }
  }

  private long awake() {
    long count = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      count += slots[slot] != null && System.nanoTime() >= busyUntil[slot] ? 1 : 0;
    }
    return count;
  }

  private void happened(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  /** How often what has happened. */
  Map<String, Integer> happened() {
    return happened;
  }

  /** Those that are there now. */
  Set<String> names() {
    return Arrays.stream(slots)
        .filter(Objects::nonNull)
        .map(Member::name)
        .collect(Collectors.toSet());
  }

  /** Waits until those that were asked to leave have left. */
  void calm() {
    for (Member member : leaving) {
      try {
        member.left();
      } catch (Exception e) {
        throw new AssertionError(member.name() + " does not leave", e);
      }
    }
    leaving.clear();
  }

  @Override
  public void close() {
    for (Member member : slots) {
      if (member != null) {
        member.crash();
      }
    }
    processes.close();
  }
}
