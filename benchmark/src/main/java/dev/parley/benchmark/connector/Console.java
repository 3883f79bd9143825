package dev.parley.benchmark.connector;

import java.time.Instant;

/** What is said while a run goes on; figures go to the standard output, this does not. */
public final class Console {

  private Console() {}

  public static void say(String what) {
    System.err.println(Instant.now().toString().substring(11, 19) + " " + what);
  }
}
