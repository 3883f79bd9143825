package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Assignment;
import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reading for a consumer group. What readers that are gone left pending comes first, in order; then
 * what is new, of all partitions in one command.
 */
final class GroupSource implements Source {

  private static final LuaScript OPEN = LuaScript.of(GroupSource.class, "group-open.lua");
  private static final LuaScript CLAIM = LuaScript.of(GroupSource.class, "claim.lua");

  /** A list of members is no older than this many blocking reads when it is used. */
  private static final int OUTDATED = 2;

  /** What the script says when readers may have died of the last or the next entry. */
  private static final int SUSPECT = 2;

  private final IncomingConfig config;
  private final Assignment assignment;

  GroupSource(IncomingConfig config, Assignment assignment) {
    this.config = config;
    this.assignment = assignment;
  }

  @Override
  public Future<Void> read(
      Sender sender, Collection<Partition> partitions, long blockMillis, Sink sink) {
    List<Partition> recovering =
        partitions.stream().filter(p -> !p.isOpened() || p.cursor() != null).toList();
    return recovering.isEmpty()
        ? readNew(sender, partitions, blockMillis, sink)
        : claim(sender, recovering, sink);
  }

  private Future<Void> claim(Sender sender, List<Partition> all, Sink sink) {
    List<Partition> recovering =
        all.stream().filter(Partition::hasSuspect).findFirst().map(List::of).orElse(all);
    List<Request> pipeline = new ArrayList<>();
    for (Partition partition : recovering) {
      if (!partition.isOpened()) {
        pipeline.add(OPEN.command(List.of(partition.stream()), config.group()));
      }
    }
    int first = pipeline.size();
    recovering.forEach(partition -> pipeline.add(claim(partition)));
    return sender
        .send(pipeline, 0)
        .map(
            answers -> {
              for (int i = 0; i < recovering.size(); i++) {
                claimed(recovering.get(i), answers.get(first + i), sink);
              }
              return null;
            });
  }

  private Request claim(Partition partition) {
    boolean shared = partition.owner() == null;
    Request command =
        CLAIM.command(
            List.of(partition.stream(), StreamNames.lease(partition.stream(), config.group())),
            config.group(),
            config.consumer(),
            partition.claimsOwn() ? 1 : 0,
            partition.cursor().equals("0-0") ? "-" : partition.cursor(),
            config.batchSize(),
            shared ? known() : 0,
            shared ? "" : partition.owner(),
            config.failure().trusted(),
            partition.hasSuspect() ? 1 : 0);
    if (shared) {
      assignment.members().forEach(command::arg);
    }
    return command;
  }

  /** After how many milliseconds a consumer that is not on the list is gone, and not just new. */
  private long known() {
    return OUTDATED * config.block().toMillis();
  }

  private void claimed(Partition partition, Response reply, Sink sink) {
    if (reply == null) {
      assignment.fenced(partition);
      return;
    }
    int ahead = reply.get(1).toInteger();
    partition.claimed(reply.get(0).toString(), ahead > 0, ahead == SUSPECT);
    if (reply.get(2).toInteger() > 0) {
      sink.lookAgain(partition, known());
    }
    for (int i = 3; i < reply.size(); i++) {
      Response row = reply.get(i);
      Entry entry = Entry.of(row.get(0).toString(), row.get(2));
      sink.take(partition, entry, row.get(1).toInteger(), false);
    }
  }

  private Future<Void> readNew(
      Sender sender, Collection<Partition> partitions, long blockMillis, Sink sink) {
    Request read =
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg(config.group())
            .arg(config.consumer())
            .arg("COUNT")
            .arg(config.batchSize())
            .arg("BLOCK")
            .arg(blockMillis)
            .arg("STREAMS");
    List<Partition> asked = List.copyOf(partitions);
    List<String> streams = streams(asked);
    streams.forEach(read::arg);
    streams.forEach(stream -> read.arg(">"));
    return sender
        .send(List.of(read), blockMillis)
        .map(
            answers -> {
              news(asked, answers.get(0), sink);
              return null;
            });
  }

  /** With the permits to read them: Redis refuses the whole command if one of them is not there. */
  private List<String> streams(List<Partition> asked) {
    List<String> streams = new ArrayList<>(2 * asked.size());
    asked.forEach(partition -> streams.add(partition.stream()));
    for (Partition partition : asked) {
      if (partition.owner() != null) {
        streams.add(StreamNames.permit(partition.stream(), config.group(), config.consumer()));
      }
    }
    return streams;
  }

  private static void news(List<Partition> asked, Response reply, Sink sink) {
    Map<String, List<Entry>> streams = Replies.streams(reply);
    for (Partition partition : asked) {
      for (Entry entry : streams.getOrDefault(partition.stream(), List.of())) {
        sink.take(partition, entry, 1, false);
      }
    }
  }
}
