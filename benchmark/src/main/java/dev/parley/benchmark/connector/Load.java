package dev.parley.benchmark.connector;

/** Something that sends until it is told to stop. */
interface Load {

  void begin();

  /** Sends no more; what is under way may still be answered. */
  void stop();
}
