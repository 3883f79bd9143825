package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.metrics.IncomingMeters;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The position of a reader without a group: the last entry up to which everything is settled. It is
 * stored in Redis if the channel says so, and what lies before it is trimmed if the channel says
 * so.
 */
final class PositionSettlements implements Settlements {

  private final IncomingConfig config;
  private final IncomingMeters meters;
  private final Deque<Delivery> order = new ArrayDeque<>();
  private final Set<Delivery> settled = new HashSet<>();
  private List<List<Object>> letters = new ArrayList<>();
  private String position;
  private String known;
  private int ahead;
  private boolean lettersUnderWay;

  PositionSettlements(IncomingConfig config, IncomingMeters meters) {
    this.config = config;
    this.meters = meters;
  }

  @Override
  public void read(Delivery delivery) {
    order.add(delivery);
  }

  @Override
  public void done(Delivery delivery) {
    settled.add(delivery);
    for (Delivery head; (head = order.peek()) != null && settled.remove(head); order.poll()) {
      position = head.entry().id();
      ahead++;
    }
  }

  @Override
  public void deadLetter(Delivery delivery, Throwable cause) {
    letters.add(DeadLetter.fields(delivery, null, cause));
    meters.deadLettered.increment();
    done(delivery);
  }

  @Override
  public int waiting() {
    boolean toTell = config.trimRead() || config.storesPosition();
    return letters.size() + (toTell ? ahead : 0);
  }

  /**
   * Also while one is under way: a position behind it must not get to Redis before it, by another
   * way.
   */
  @Override
  public boolean hasDeadLetter(Partition partition) {
    return lettersUnderWay || !letters.isEmpty();
  }

  @Override
  public Settlement take(Collection<Partition> partitions) {
    return lettersUnderWay || !letters.isEmpty() ? Settlement.NOTHING : takeAll();
  }

  @Override
  public Settlement takeAll() {
    Taken taken = new Taken(letters, position, position != null && !position.equals(known));
    lettersUnderWay = !letters.isEmpty();
    letters = new ArrayList<>();
    meters.acknowledged.add(ahead);
    ahead = 0;
    return taken;
  }

  private Request deadLetter(List<Object> fields) {
    Request add =
        Request.cmd(Command.XADD)
            .arg(StreamNames.deadLetters(config.stream()))
            .arg("MAXLEN")
            .arg("~")
            .arg(config.deadLetterMaxLength())
            .arg("*");
    DeadLetter.append(add, fields);
    return add;
  }

  private final class Taken implements Settlement {

    private final List<List<Object>> taken;
    private final String upTo;
    private final boolean moved;

    Taken(List<List<Object>> taken, String upTo, boolean moved) {
      this.taken = taken;
      this.upTo = upTo;
      this.moved = moved;
    }

    @Override
    public List<Request> commands() {
      List<Request> commands = new ArrayList<>();
      taken.forEach(letter -> commands.add(deadLetter(letter)));
      if (moved && config.storesPosition()) {
        commands.add(Request.cmd(Command.SET).arg(config.positionKey()).arg(upTo));
      }
      if (moved && config.trimRead()) {
        commands.add(
            Request.cmd(Command.XTRIM).arg(config.stream()).arg("MINID").arg("~").arg(upTo));
      }
      return commands;
    }

    @Override
    public boolean concerns(Partition partition) {
      return true;
    }

    @Override
    public void answered(List<Response> answers) {
      known = upTo;
      lettersUnderWay &= taken.isEmpty();
    }

    @Override
    public void failed() {
      lettersUnderWay &= taken.isEmpty();
      taken.addAll(letters);
      letters = taken;
    }
  }
}
