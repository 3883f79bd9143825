package dev.parley.benchmark.connector;

import java.util.Arrays;
import java.util.List;

/** What can be measured. Each is a process of its own, so that none profits from the one before. */
enum Run {
  PUBLISH("publish", true, Consumer.NONE, false),
  CONSUME_BATCH("consume-batch", false, Consumer.BATCH, true),
  CONSUME_SINGLE("consume-single", false, Consumer.SINGLE, true),
  CONSUME_BLOCKING("consume-blocking", false, Consumer.BLOCKING, true),
  BOTH_BATCH("both-batch", true, Consumer.BATCH, false),
  BOTH_SINGLE("both-single", true, Consumer.SINGLE, false),
  LATENCY_BATCH("latency-batch", true, Consumer.BATCH, false),
  LATENCY_SINGLE("latency-single", true, Consumer.SINGLE, false),
  IDLE("idle", true, Consumer.BATCH, false),
  IDLE_NO_CHANNELS("idle-no-channels", false, Consumer.NONE, false),
  BASELINE_PUBLISH("baseline-publish", false, Consumer.NONE, false),
  BASELINE_CONSUME("baseline-consume", false, Consumer.NONE, true),
  BASELINE_REDIS_BENCHMARK("baseline-redis-benchmark", false, Consumer.NONE, false);

  /** The method that takes the entries; its channel in application.properties. */
  enum Consumer {
    NONE,
    BATCH,
    SINGLE,
    BLOCKING
  }

  private final String title;
  private final boolean publishing;
  private final Consumer consumer;
  private final boolean filled;

  Run(String title, boolean publishing, Consumer consumer, boolean filled) {
    this.title = title;
    this.publishing = publishing;
    this.consumer = consumer;
    this.filled = filled;
  }

  String title() {
    return title;
  }

  /** Whether its outgoing channel is there. */
  boolean isPublishing() {
    return publishing;
  }

  Consumer consumer() {
    return consumer;
  }

  /** Whether the streams are filled before it starts. */
  boolean isFilled() {
    return filled;
  }

  /** Those of that name, or whose names begin with it: {@code latency} is both of them. */
  static List<Run> named(String name) {
    return Arrays.stream(values())
        .filter(run -> run.title.equals(name) || run.title.startsWith(name + "-"))
        .toList();
  }
}
