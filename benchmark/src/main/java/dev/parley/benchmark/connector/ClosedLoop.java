package dev.parley.benchmark.connector;

/** Keeps so many sends under way: the next one goes out when one is acknowledged. */
final class ClosedLoop implements Load {

  private final Sender sender;
  private final int window;
  private volatile boolean stopped;

  ClosedLoop(Sender sender, int window) {
    this.sender = sender;
    this.window = window;
  }

  @Override
  public void begin() {
    for (int i = 0; i < window; i++) {
      next();
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void next() {
    if (!stopped) {
      sender.send(System.nanoTime(), this::next);
    }
  }
}
