package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Collection;
import java.util.List;

/**
 * Reading one stream from a position on: no group, nothing to claim.
 *
 * <p>Writers may trim the stream beyond the reader. The entry that was read last is kept by the
 * reader itself; when it is gone, later ones may be gone too. That can only be so when a full batch
 * was waiting, so only then is it looked for.
 */
final class PositionSource implements Source {

  private static final String BEGINNING = "0-0";

  private final IncomingConfig config;
  private String start;
  private String last;

  PositionSource(IncomingConfig config) {
    this.config = config;
  }

  @Override
  public Future<Void> read(
      Sender sender, Collection<Partition> partitions, long blockMillis, Sink sink) {
    Partition stream = partitions.iterator().next();
    return last == null
        ? findStart(sender)
        : sender
            .send(List.of(xread(blockMillis)), blockMillis)
            .compose(
                answers ->
                    took(
                        sender,
                        stream,
                        Replies.streams(answers.get(0)).getOrDefault(config.stream(), List.of()),
                        sink));
  }

  /** Where to begin: what comes after the last entry of now, or after what was stored. */
  private Future<Void> findStart(Sender sender) {
    if (config.storesPosition()) {
      return sender
          .send(List.of(Request.cmd(Command.GET).arg(config.positionKey())), 0)
          .map(answers -> begin(answers.get(0) == null ? BEGINNING : answers.get(0).toString()));
    }
    if (config.position().equals("$")) {
      return sender
          .send(
              List.of(
                  Request.cmd(Command.XREVRANGE)
                      .arg(config.stream())
                      .arg("+")
                      .arg("-")
                      .arg("COUNT")
                      .arg(1)),
              0)
          .map(
              answers ->
                  begin(
                      answers.get(0).size() == 0
                          ? BEGINNING
                          : answers.get(0).get(0).get(0).toString()));
    }
    begin(config.position());
    return Future.succeededFuture();
  }

  private Void begin(String id) {
    start = id;
    last = id;
    return null;
  }

  private Request xread(long blockMillis) {
    return Request.cmd(Command.XREAD)
        .arg("COUNT")
        .arg(config.batchSize())
        .arg("BLOCK")
        .arg(blockMillis)
        .arg("STREAMS")
        .arg(config.stream())
        .arg(last);
  }

  private Future<Void> took(Sender sender, Partition stream, List<Entry> entries, Sink sink) {
    boolean behind = entries.size() == config.batchSize() && !last.equals(start);
    return (behind ? isGone(sender, last) : Future.succeededFuture(false))
        .map(
            gone -> {
              boolean gap = gone;
              for (Entry entry : entries) {
                sink.take(stream, entry, 1, gap);
                gap = false;
                last = entry.id();
              }
              return null;
            });
  }

  private Future<Boolean> isGone(Sender sender, String id) {
    return sender
        .send(List.of(Request.cmd(Command.XRANGE).arg(config.stream()).arg(id).arg(id)), 0)
        .map(answers -> answers.get(0).size() == 0);
  }
}
