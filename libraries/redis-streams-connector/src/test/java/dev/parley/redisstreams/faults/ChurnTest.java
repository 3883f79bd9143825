package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Consumers come and go at random, in order, by crash and by pause, under load. {@code
 * -Dchurn.seed} repeats the choices of a run, {@code -Dchurn.seconds} makes it longer.
 */
class ChurnTest {

  private static final Logger LOG = Logger.getLogger(ChurnTest.class);

  private static final int PARTITIONS = 16;
  private static final int KEYS = 64;
  private static final long SEND_EVERY_MILLIS = 64;
  private final long seed = Long.getLong("churn.seed", System.nanoTime() & 0xffffff);
  private final String hint = "-Dchurn.seed=" + seed;
  private final String stream = TestRedis.uniqueStream();
  private TestRedis redis;
  private TestRedis logRedis;

  @BeforeEach
  void start() {
    LOG.infof("churn with %s", hint);
    redis = new TestRedis();
    logRedis = new TestRedis();
  }

  @AfterEach
  void stop() {
    redis.close();
    logRedis.close();
  }

  @Test
  void exclusive_delivers_every_entry_in_the_order_of_its_key() {
    List<Delivered> delivered = churn("exclusive", Integer.getInteger("churn.seconds", 60));
    Verdict.assertOrderPerKey(delivered, hint);
  }

  @Test
  void shared_delivers_every_entry() {
    churn("shared", 10);
  }

  private List<Delivered> churn(String assignment, int seconds) {
    DeliveryLog log = new DeliveryLog(logRedis.vertx, logRedis.port(), stream);
    try (Load load = new Load(redis.access(), stream, PARTITIONS, KEYS, SEND_EVERY_MILLIS);
        Crowd crowd =
            new Crowd(redis.port(), logRedis.port(), settings(assignment), new Random(seed))) {
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      while (System.nanoTime() < end) {
        crowd.act();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(crowd.nextMillis()));
      }
      load.end();
      crowd.calm();
      until("all is sent", load::isDone);
      patiently("nothing is pending", () -> pending() == 0 && isComplete(log, load));
      List<Delivered> all = log.all();
      report(load, all, crowd);
      Verdict.assertExactly(load.sent(), all, hint);
      patiently("dead consumers are gone", () -> crowd.names().containsAll(consumers()));
      return all;
    }
  }

  private Map<String, String> settings(String assignment) {
    Map<String, String> settings = new HashMap<>();
    settings.put("stream", stream);
    settings.put("partitions", "" + PARTITIONS);
    settings.put("group", "g");
    settings.put("assignment", assignment);
    settings.put("lease", "PT2S");
    settings.put("block", "PT0.2S");
    settings.put("batch-size", "50");
    settings.put("retry-delay", "PT0.02S");
    settings.put("retry-attempts", "0");
    settings.put("app.slow", "-5");
    settings.put("app.fail-key", "k7");
    settings.put("app.fail-times", "1");
    return settings;
  }

  /** What is overdue after all that takes longer than a single condition may. */
  private void patiently(String what, BooleanSupplier condition) {
    for (int patience = 1; ; patience--) {
      try {
        until(what, condition);
        return;
      } catch (AssertionError late) {
        if (patience == 0) {
          throw new AssertionError(what + "; " + hint + state(), late);
        }
      }
    }
  }

  private static boolean isComplete(DeliveryLog log, Load load) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    return new HashSet<>(log.payloads()).containsAll(load.sent());
  }

  private long pending() {
    long pending = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      pending += redis.pending(stream + ":{" + partition + "}", "g");
    }
    return pending;
  }

  /** What Redis knows of each partition. */
  private String state() {
    StringBuilder state = new StringBuilder("\nmembers ");
    state.append(redis.run(Command.ZRANGE, "{" + stream + "}:members:g", "0", "-1"));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String name = stream + ":{" + partition + "}";
      state
          .append("\n" + partition + " lease ")
          .append(redis.run(Command.GET, name + ":lease:g"))
          .append(" pending ")
          .append(redis.run(Command.XPENDING, name, "g"))
          .append(" group ")
          .append(redis.run(Command.XINFO, "GROUPS", name))
          .append(" consumers ")
          .append(redis.run(Command.XINFO, "CONSUMERS", name, "g"));
    }
    return state.toString();
  }

  private Set<String> consumers() {
    Set<String> consumers = new HashSet<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (Response consumer :
          redis.run(Command.XINFO, "CONSUMERS", stream + ":{" + partition + "}", "g")) {
        consumers.add((consumer.isMap() ? consumer.get("name") : consumer.get(1)).toString());
      }
    }
    return consumers;
  }

  private static void report(Load load, List<Delivered> all, Crowd crowd) {
    LOG.infof("%d entries, %d deliveries, %s", load.sent().size(), all.size(), crowd.happened());
  }
}
