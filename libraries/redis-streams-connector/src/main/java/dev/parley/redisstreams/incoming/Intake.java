package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was read and is not settled, in the order in which it may be handed over. With order, the
 * entries of one key come one after the other: while one waits for a retry, those behind it wait
 * too, and other keys flow.
 *
 * <p>Knows nothing of Redis, messages or time. On the loop.
 */
final class Intake {

  /** How entries are handed over. */
  enum Mode {
    /** In any order, many at a time. */
    UNORDERED,
    /** One by one: the next one of a key when the one before is settled. */
    SINGLE,
    /** Many together, one batch at a time. */
    BATCH
  }

  /** Entries that wait until {@link #release}. */
  record Held(Lane lane, String key, Lane.Line line, Delivery alone) {}

  private final Mode mode;
  private final Map<Partition, Lane> lanes = new IdentityHashMap<>();
  private final Deque<Delivery> ready = new ArrayDeque<>();
  private int unsettled;
  private int heldBack;

  Intake(Mode mode) {
    this.mode = mode;
  }

  /** The partition's place here. */
  Lane lane(Partition partition) {
    return lanes.computeIfAbsent(partition, Lane::new);
  }

  /** Everything that was read and is not settled. */
  int unsettled() {
    return unsettled;
  }

  /** Of that, what waits for a retry or behind one. */
  int heldBack() {
    return heldBack;
  }

  /** Of that, what can be handed over now. */
  int ready() {
    return ready.size();
  }

  /** What was read, in the order of its stream; what is here already is not taken twice. */
  void add(Delivery delivery) {
    Lane lane = delivery.lane();
    if (lane.isClosed() || lane.unsettled().putIfAbsent(delivery.entry().id(), delivery) != null) {
      return;
    }
    unsettled++;
    Lane.Line line = lane.lines().get(delivery.orderKey());
    if (line != null) {
      line.waiting.add(delivery);
      held(lane, line.held ? 1 : 0);
      return;
    }
    if (mode == Mode.SINGLE) {
      lane.lines().put(delivery.orderKey(), new Lane.Line());
    }
    ready.add(delivery);
  }

  /** The next one to hand over; null when there is none at present. */
  Delivery next() {
    Delivery next = peek();
    if (next != null) {
      handOut(ready.poll());
    }
    return next;
  }

  /**
   * The next ones to hand over together.
   *
   * @param alone which ones must be handed over without others
   * @return empty when there are none at present
   */
  List<Delivery> nextBatch(int max, Predicate<Delivery> alone) {
    List<Delivery> batch = new ArrayList<>(Math.min(max, ready.size()));
    for (Delivery next; batch.size() < max && (next = peek()) != null; ) {
      boolean single = alone.test(next);
      if (single && !batch.isEmpty()) {
        break;
      }
      batch.add(ready.poll());
      handOut(next);
      if (single) {
        break;
      }
    }
    return batch;
  }

  private Delivery peek() {
    for (Delivery next; (next = ready.peek()) != null; ready.poll()) {
      if (!next.lane().isClosed() && next.partition().isHeld()) {
        return next;
      }
    }
    return null;
  }

  private void handOut(Delivery delivery) {
    delivery.handedOut(true);
  }

  /** The application gave it back, whatever comes of it. Exactly once for each handing over. */
  void takenBack(Delivery delivery) {
    delivery.handedOut(false);
  }

  /**
   * It is settled: acknowledged, given up, or forgotten.
   *
   * @return false when it was no longer here, because its partition is not this process's any more
   */
  boolean settled(Delivery delivery) {
    Lane lane = delivery.lane();
    if (!lane.unsettled().remove(delivery.entry().id(), delivery)) {
      return false;
    }
    unsettled--;
    Lane.Line line = lane.lines().get(delivery.orderKey());
    if (mode == Mode.SINGLE && line != null) {
      Delivery next = line.waiting.poll();
      if (next == null) {
        lane.lines().remove(delivery.orderKey());
      } else {
        ready.add(next);
      }
    }
    return true;
  }

  /**
   * Holds entries of one key back, and everything of that key behind them.
   *
   * @param first entries of one lane and key in their order, which were handed over; without order
   *     just one
   * @return what to {@link #release}; null when they are this process's no more
   */
  Held hold(List<Delivery> first) {
    Delivery head = first.get(0);
    Lane lane = head.lane();
    if (lane.isClosed() || !lane.unsettled().containsKey(head.entry().id())) {
      return null;
    }
    if (mode == Mode.UNORDERED) {
      held(lane, 1);
      return new Held(lane, head.orderKey(), null, head);
    }
    Lane.Line line = lane.lines().computeIfAbsent(head.orderKey(), key -> new Lane.Line());
    if (mode == Mode.BATCH) {
      moveReady(head, line);
    }
    for (int i = first.size() - 1; i >= 0; i--) {
      line.waiting.addFirst(first.get(i));
    }
    line.held = true;
    held(lane, line.waiting.size());
    return new Held(lane, head.orderKey(), line, null);
  }

  private void moveReady(Delivery head, Lane.Line line) {
    for (Iterator<Delivery> all = ready.iterator(); all.hasNext(); ) {
      Delivery one = all.next();
      if (one.lane() == head.lane() && one.orderKey().equals(head.orderKey())) {
        all.remove();
        line.waiting.add(one);
      }
    }
  }

  /** What was held back may be handed over again, before everything else. */
  void release(Held held) {
    if (held.lane().isClosed()) {
      return;
    }
    if (held.line() == null) {
      held(held.lane(), -1);
      ready.addFirst(held.alone());
      return;
    }
    held(held.lane(), -held.line().waiting.size());
    held.line().held = false;
    if (mode == Mode.SINGLE) {
      ready.addFirst(held.line().waiting.poll());
      return;
    }
    held.lane().lines().remove(held.key());
    while (!held.line().waiting.isEmpty()) {
      ready.addFirst(held.line().waiting.pollLast());
    }
  }

  /**
   * Forgets what waits of a partition, which is somebody else's or soon will be. What is in the
   * application's hands stays until it is given back.
   *
   * @param lost whether it is somebody else's already: then also that is forgotten
   */
  void close(Partition partition, boolean lost) {
    Lane lane = lanes.get(partition);
    if (lane == null) {
      return;
    }
    held(lane, -lane.held());
    lane.close();
    ready.removeIf(delivery -> delivery.lane() == lane);
    unsettled -= lane.unsettled().size();
    lane.unsettled().values().removeIf(delivery -> lost || !delivery.isHandedOut());
    unsettled += lane.unsettled().size();
    if (lost) {
      lanes.remove(partition);
    }
  }

  private void held(Lane lane, int more) {
    heldBack += more;
    lane.held(more);
  }
}
