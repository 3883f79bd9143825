package dev.parley.limits;

/** What a limit counts. */
public enum Counting {
  /** Whatever is tried. */
  ALL,
  /** What has failed: taken before a try, and given back when it has succeeded. */
  FAILURES
}
