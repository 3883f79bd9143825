package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Assignment;
import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.LuaScript;
import dev.parley.redisstreams.metrics.IncomingMeters;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Acknowledgements and dead letters of a consumer group: one script call per partition, which does
 * nothing when the partition's lease is somebody else's by then.
 */
final class GroupSettlements implements Settlements {

  private static final LuaScript SETTLE = LuaScript.of(GroupSettlements.class, "settle.lua");

  private final IncomingConfig config;
  private final Assignment assignment;
  private final IncomingMeters meters;
  private final Map<Partition, Waiting> waiting = new LinkedHashMap<>();
  private int size;

  private record Waiting(List<String> ids, List<Letter> letters) {
    int size() {
      return ids.size() + letters.size();
    }
  }

  private record Letter(String id, List<Object> fields) {}

  GroupSettlements(IncomingConfig config, Assignment assignment, IncomingMeters meters) {
    this.config = config;
    this.assignment = assignment;
    this.meters = meters;
  }

  @Override
  public void read(Delivery delivery) {}

  @Override
  public void done(Delivery delivery) {
    Waiting mine = of(delivery);
    if (mine != null) {
      mine.ids().add(delivery.entry().id());
    }
  }

  @Override
  public void deadLetter(Delivery delivery, Throwable cause) {
    Waiting mine = of(delivery);
    if (mine != null) {
      mine.letters()
          .add(
              new Letter(
                  delivery.entry().id(), DeadLetter.fields(delivery, config.group(), cause)));
    }
  }

  /** Null when somebody else reads the partition by now: then it is theirs to settle. */
  private Waiting of(Delivery delivery) {
    Partition partition = delivery.partition();
    if (!partition.isHeld()) {
      meters.fenced.increment();
      return null;
    }
    size++;
    return waiting.computeIfAbsent(
        partition, ignored -> new Waiting(new ArrayList<>(), new ArrayList<>()));
  }

  @Override
  public int waiting() {
    return size;
  }

  @Override
  public boolean hasDeadLetter(Partition partition) {
    Waiting mine = waiting.get(partition);
    return mine != null && !mine.letters().isEmpty();
  }

  @Override
  public Settlement take(Collection<Partition> partitions) {
    return take(one -> partitions.contains(one) && !hasDeadLetter(one));
  }

  @Override
  public Settlement takeAll() {
    return take(one -> true);
  }

  private Settlement take(Predicate<Partition> which) {
    if (waiting.isEmpty()) {
      return Settlement.NOTHING;
    }
    Map<Partition, Waiting> taken = new LinkedHashMap<>();
    for (Partition one : List.copyOf(waiting.keySet())) {
      if (which.test(one)) {
        Waiting what = waiting.remove(one);
        taken.put(one, what);
        size -= what.size();
      }
    }
    return new Taken(this, taken);
  }

  private Request command(Partition partition, Waiting what) {
    String stream = partition.stream();
    Request command =
        SETTLE.command(
            List.of(
                stream, StreamNames.deadLetters(stream), StreamNames.lease(stream, config.group())),
            config.group(),
            partition.owner() == null ? "" : partition.owner(),
            config.deadLetterMaxLength(),
            what.ids().size());
    what.ids().forEach(command::arg);
    for (Letter letter : what.letters()) {
      command.arg(letter.id()).arg(letter.fields().size());
      DeadLetter.append(command, letter.fields());
    }
    return command;
  }

  private void putBack(Partition partition, Waiting what) {
    if (!partition.isHeld()) {
      meters.fenced.add(what.size());
      return;
    }
    size += what.size();
    Waiting newer = waiting.put(partition, what);
    if (newer != null) {
      what.ids().addAll(newer.ids());
      what.letters().addAll(newer.letters());
    }
  }

  private void answered(Partition partition, Waiting what, long acknowledged) {
    if (acknowledged < 0) {
      meters.fenced.add(what.size());
      assignment.fenced(partition);
    } else {
      meters.acknowledged.add(acknowledged);
      meters.deadLettered.add(what.letters().size());
    }
  }

  private record Taken(GroupSettlements owner, Map<Partition, Waiting> what) implements Settlement {

    @Override
    public List<Request> commands() {
      List<Request> commands = new ArrayList<>(what.size());
      what.forEach((partition, waiting) -> commands.add(owner.command(partition, waiting)));
      return commands;
    }

    @Override
    public boolean concerns(Partition partition) {
      return what.containsKey(partition);
    }

    @Override
    public void answered(List<Response> answers) {
      int at = 0;
      for (Map.Entry<Partition, Waiting> one : what.entrySet()) {
        owner.answered(one.getKey(), one.getValue(), answers.get(at++).toLong());
      }
    }

    @Override
    public void failed() {
      what.forEach(owner::putBack);
    }
  }
}
