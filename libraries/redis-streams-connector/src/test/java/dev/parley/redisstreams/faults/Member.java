package dev.parley.redisstreams.faults;

import java.util.concurrent.TimeUnit;

/** A consumer that takes part for a while, in this process or in one of its own. */
interface Member {

  String name();

  /** Leaves in order; it may take a while until it has. */
  void leave();

  /** Waits until it has left. */
  void left() throws Exception;

  void crash();

  /** Does nothing for so long. */
  void pause(long millis);

  static Member inProcess(Replica replica) {
    return new Member() {
      private java.util.concurrent.CompletableFuture<Void> leaving;

      @Override
      public String name() {
        return replica.name();
      }

      @Override
      public void leave() {
        leaving = replica.leave();
      }

      @Override
      public void left() throws Exception {
        leaving.get(30, TimeUnit.SECONDS);
      }

      @Override
      public void crash() {
        replica.crash();
      }

      @Override
      public void pause(long millis) {
        replica.pause(millis);
      }
    };
  }

  static Member process(Consumers.Consumer consumer) {
    return new Member() {
      private Thread pause;

      @Override
      public String name() {
        return consumer.name();
      }

      @Override
      public void leave() {
        consumer.leave();
      }

      @Override
      public void left() throws Exception {
        if (pause != null) {
          pause.join();
        }
        if (consumer.ended() != 0) {
          throw new AssertionError(name() + " ended with " + consumer.ended());
        }
      }

      @Override
      public void crash() {
        consumer.kill();
      }

      @Override
      public void pause(long millis) {
        consumer.pause();
        pause =
            new Thread(
                () -> {
                  try {
                    TimeUnit.MILLISECONDS.sleep(millis);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  consumer.resume();
                });
        pause.start();
      }
    };
  }
}
