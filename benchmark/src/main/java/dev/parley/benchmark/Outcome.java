package dev.parley.benchmark;

import java.util.List;

/** What came out of a run. */
interface Outcome {

  /** Measured as long as was asked for, and every invariant kept. */
  boolean isGood();

  /** {@code kept}, or what was not. */
  String verdict();

  /** What was measured; the same names in the same order for the same scenario. */
  List<Figure> figures();

  /** All of it, for people. */
  String text();
}
