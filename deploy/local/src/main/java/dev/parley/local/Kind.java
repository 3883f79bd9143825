package dev.parley.local;

import java.util.function.IntPredicate;

/** What a process of the suite is. They start in this order and stop in the opposite one. */
enum Kind {
  REDIS(Probe::redisAnswers),
  MONGO(Ports::answers),
  MESSAGE(Probe::serviceIsReady),
  PRESENCE(Probe::serviceIsReady),
  CACHE(Probe::serviceIsReady),
  GATEWAY(Probe::serviceIsReady),
  PROGRAM(Ports::answers);

  private final IntPredicate ready;

  Kind(IntPredicate ready) {
    this.ready = ready;
  }

  /**
   * Whether the process of this kind that is to be asked on {@code port} can be used. Blocks up to
   * 2 s.
   */
  boolean isReady(int port) {
    return ready.test(port);
  }
}
