package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A consumer group whose partitions are read by one process each. What the owner before left
 * pending is claimed first, in order; then comes what is new, of all partitions that are held in
 * one command.
 */
final class GroupSource implements Source {

  private static final LuaScript OPEN = LuaScript.of(GroupSource.class, "group-open.lua");

  private final IncomingConfig config;
  private final PartitionLeases leases;

  GroupSource(IncomingConfig config, PartitionLeases leases) {
    this.config = config;
    this.leases = leases;
  }

  @Override
  public void recover() {
    leases.start();
    leases.held().forEach(Partition::recover);
  }

  @Override
  public boolean isIdle() {
    return leases.held().isEmpty();
  }

  @Override
  public Future<List<Read>> read(Sender sender) {
    List<Request> pipeline = new ArrayList<>();
    Collection<Partition> held = leases.held();
    Settling settling = Settling.of(held);
    pipeline.addAll(settling.commands());
    for (Partition unwanted : held.stream().filter(Partition::isUnwanted).toList()) {
      pipeline.add(leases.release(unwanted));
    }
    List<Partition> recovering =
        held.stream().filter(p -> !p.isOpened() || p.cursor() != null).toList();
    if (!recovering.isEmpty()) {
      return claim(sender, pipeline, settling, recovering);
    }
    return readNew(sender, pipeline, settling, List.copyOf(held));
  }

  private Future<List<Read>> claim(
      Sender sender, List<Request> pipeline, Settling settling, List<Partition> recovering) {
    for (Partition partition : recovering) {
      if (!partition.isOpened()) {
        pipeline.add(OPEN.command(List.of(partition.stream()), config.group()));
      }
    }
    int first = pipeline.size();
    for (Partition partition : recovering) {
      pipeline.add(
          Request.cmd(Command.XAUTOCLAIM)
              .arg(partition.stream())
              .arg(config.group())
              .arg(config.consumer())
              .arg(0)
              .arg(partition.cursor())
              .arg("COUNT")
              .arg(config.batchSize()));
    }
    return sender
        .send(pipeline, 0)
        .map(
            answers -> {
              settling.answered();
              Batches batches = new Batches(config.batchSize());
              for (int i = 0; i < recovering.size(); i++) {
                Partition partition = recovering.get(i);
                Replies.Claimed claimed = Replies.Claimed.of(answers.get(first + i));
                partition.claimed(claimed.cursor());
                batches.add(partition, claimed.entries(), true);
              }
              return batches.reads();
            });
  }

  private Future<List<Read>> readNew(
      Sender sender, List<Request> pipeline, Settling settling, List<Partition> held) {
    long block = config.block().toMillis();
    if (!held.isEmpty()) {
      Request read =
          Request.cmd(Command.XREADGROUP)
              .arg("GROUP")
              .arg(config.group())
              .arg(config.consumer())
              .arg("COUNT")
              .arg(config.batchSize())
              .arg("BLOCK")
              .arg(block)
              .arg("STREAMS");
      held.forEach(partition -> read.arg(partition.stream()));
      held.forEach(partition -> read.arg(">"));
      pipeline.add(read);
    }
    if (pipeline.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return sender
        .send(pipeline, block)
        .map(
            answers -> {
              settling.answered();
              return held.isEmpty() ? List.of() : news(held, answers.get(answers.size() - 1));
            });
  }

  private List<Read> news(List<Partition> held, Response reply) {
    Map<String, List<Entry>> streams = Replies.streams(reply);
    Batches batches = new Batches(config.batchSize());
    for (Partition partition : held) {
      batches.add(partition, streams.getOrDefault(partition.stream(), List.of()), false);
    }
    return batches.reads();
  }

  @Override
  public void done(Read read, Map<Integer, Throwable> rejected) {
    Map<Partition, Request> acks = new LinkedHashMap<>();
    for (int i = 0; i < read.origins().size(); i++) {
      Origin origin = read.origins().get(i);
      Partition partition = origin.partition();
      if (!partition.isHeld()) {
        // Somebody else reads it by now, and it is theirs to settle.
        continue;
      }
      Throwable cause = rejected.get(i);
      if (cause != null) {
        partition.settled().add(DeadLetter.of(origin, cause));
      }
      acks.computeIfAbsent(
              partition, p -> Request.cmd(Command.XACK).arg(p.stream()).arg(config.group()))
          .arg(origin.entry().id());
    }
    acks.forEach((partition, ack) -> partition.settled().add(ack));
  }

  @Override
  public Future<Void> close(Sender sender) {
    Collection<Partition> held = leases.held();
    List<Request> pipeline = new ArrayList<>(Settling.of(held).commands());
    for (Partition partition : List.copyOf(held)) {
      pipeline.add(leases.release(partition));
    }
    pipeline.add(leases.leave());
    return sender.send(pipeline, 0).mapEmpty();
  }
}
