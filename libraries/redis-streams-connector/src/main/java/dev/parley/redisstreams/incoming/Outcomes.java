package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.OnNack;
import dev.parley.redisstreams.metrics.IncomingMeters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Decides what becomes of entries that the application has given back: settled, held back for a
 * retry together with what follows of their key, or given up.
 *
 * <p>On the channel's event loop.
 */
final class Outcomes {

  private static final Logger LOG = Logger.getLogger(Outcomes.class);

  /** What an outcome asks of the channel. */
  interface Consequences {

    /** Release these after the time. */
    void later(List<Intake.Held> held, long delayMillis);

    /** Stop the channel. */
    void stop(Throwable cause);
  }

  private record Chain(Lane lane, String key) {}

  private final IncomingConfig config;
  private final Intake intake;
  private final Settlements settlements;
  private final IncomingMeters meters;
  private final Consequences consequences;

  Outcomes(
      IncomingConfig config,
      Intake intake,
      Settlements settlements,
      IncomingMeters meters,
      Consequences consequences) {
    this.config = config;
    this.intake = intake;
    this.settlements = settlements;
    this.meters = meters;
    this.consequences = consequences;
  }

  /** The application has given a message back. */
  void of(Handed<?> handed) {
    handed.trace().end(handed.cause());
    handed.deliveries().forEach(intake::takenBack);
    Map<Integer, Throwable> refused = refused(handed);
    if (handed.cause() == null && refused.isEmpty()) {
      handed.deliveries().forEach(this::done);
    } else {
      failed(handed, refused);
    }
  }

  private static Map<Integer, Throwable> refused(Handed<?> handed) {
    return handed.batch() == null ? Map.of() : handed.batch().refused();
  }

  private void done(Delivery delivery) {
    settlements.done(delivery);
    intake.settled(delivery);
  }

  private void failed(Handed<?> handed, Map<Integer, Throwable> refused) {
    Map<Chain, List<Delivery>> again = new LinkedHashMap<>();
    long delay = 0;
    for (int i = 0; i < handed.deliveries().size(); i++) {
      Delivery delivery = handed.deliveries().get(i);
      Throwable cause = handed.cause() == null ? refused.get(i) : handed.cause();
      List<Delivery> chain = again.get(chain(delivery, i));
      if (cause == null && chain == null) {
        done(delivery);
        continue;
      }
      if (cause == null) {
        chain.add(delivery);
        continue;
      }
      meters.failed.increment();
      FailurePolicy.Decision decision =
          config.failure().decide(delivery.attempt(), cause, how(handed, i));
      if (decision.strategy() == OnNack.Strategy.RETRY) {
        again.computeIfAbsent(chain(delivery, i), key -> new ArrayList<>()).add(delivery);
        delay = Math.max(delay, decision.delayMillis());
      } else {
        giveUp(delivery, cause, decision.strategy());
      }
    }
    holdBack(handed, again, delay);
  }

  /** Without order each entry is a chain of its own. */
  private Chain chain(Delivery delivery, int index) {
    return config.shared()
        ? new Chain(delivery.lane(), Integer.toString(index))
        : new Chain(delivery.lane(), delivery.orderKey());
  }

  private static OnNack how(Handed<?> handed, int index) {
    IncomingRedisStreamBatch batch = handed.batch();
    return handed.cause() != null || batch == null ? handed.how() : batch.strategy(index);
  }

  private void giveUp(Delivery delivery, Throwable cause, OnNack.Strategy how) {
    switch (how) {
      case DEAD_LETTER -> deadLetter(delivery, cause);
      case IGNORE -> {
        meters.ignored.increment();
        LOG.warnf("%s is ignored after %d attempts", at(delivery), delivery.count());
        done(delivery);
      }
      default -> {
        LOG.errorf("%s failed after %d attempts", at(delivery), delivery.count());
        consequences.stop(cause);
      }
    }
  }

  /** Gives an entry up. */
  void deadLetter(Delivery delivery, Throwable cause) {
    LOG.warnf(
        "%s goes to the dead letters after %d attempts: %s",
        at(delivery), delivery.count(), cause.getClass().getName());
    settlements.deadLetter(delivery, cause);
    intake.settled(delivery);
  }

  private String at(Delivery delivery) {
    return "channel '"
        + config.channel()
        + "': "
        + delivery.partition().stream()
        + " "
        + delivery.entry().id();
  }

  private void holdBack(Handed<?> handed, Map<Chain, List<Delivery>> again, long delay) {
    List<Intake.Held> held = new ArrayList<>(again.size());
    for (List<Delivery> chain : again.values()) {
      chain.forEach(Delivery::again);
      Intake.Held one = intake.hold(chain);
      if (one != null) {
        held.add(one);
      }
    }
    if (!held.isEmpty()) {
      LOG.debugf(
          "channel '%s': %d keys again in %d ms: %s",
          config.channel(), held.size(), delay, handed.cause());
      consequences.later(held, delay);
    }
  }
}
