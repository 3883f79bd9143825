package dev.parley.redisstreams.faults;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A consumer in a process of its own. Its arguments are the port of Redis, the port of the Redis
 * that has the {@link DeliveryLog}, its name, and settings as {@code name=value}.
 *
 * <p>It leaves in order when its standard input ends, and ends for good after {@value
 * #LIFE_SECONDS} s whatever happens.
 */
final class ConsumerProcess {

  private static final int LIFE_SECONDS = 180;
  private static final int LEAVE_SECONDS = 30;

  private ConsumerProcess() {}

  public static void main(String[] args) throws Exception {
    endIn(LIFE_SECONDS);
    Map<String, String> settings = new HashMap<>();
    for (int i = 3; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      settings.put(pair[0], pair[1]);
    }
    Replica replica =
        new Replica(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2], settings);
    untilInputEnds();
    replica.leave().get(LEAVE_SECONDS, TimeUnit.SECONDS);
    Runtime.getRuntime().halt(0);
  }

  private static void untilInputEnds() throws IOException {
    while (System.in.read() >= 0) {
      // What it says does not matter.
    }
  }

  private static void endIn(int seconds) {
    Thread bound =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(seconds);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(4);
            });
    bound.setDaemon(true);
    bound.start();
  }
}
