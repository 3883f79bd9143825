package dev.parley.local;

/** Waiting between two looks at something that cannot tell by itself. */
final class Pause {

  private Pause() {}

  /** False when the thread was interrupted; the flag is set again. */
  static boolean millis(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
