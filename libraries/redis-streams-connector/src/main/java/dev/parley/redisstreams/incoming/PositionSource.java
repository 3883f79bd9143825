package dev.parley.redisstreams.incoming;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One stream with one reader, which remembers its own position: no group, nothing to acknowledge.
 * The position moves when the application is done.
 *
 * <p>Writers may trim the stream beyond the reader. The entry at the position is kept by the reader
 * itself; when it is gone, later ones may be gone too. That can only be so when a full batch was
 * waiting, so only then is it looked for.
 */
final class PositionSource implements Source {

  private final IncomingConfig config;
  private final Partition stream;
  private String position;
  private String trimmedTo;

  PositionSource(IncomingConfig config) {
    this.config = config;
    this.position = config.position();
    this.trimmedTo = position;
    this.stream = new Partition(0, config.stream(), 0, System.nanoTime() + Long.MAX_VALUE / 2);
  }

  @Override
  public void recover() {
    // The position is where the application is done, so it holds whatever happened to the
    // connection.
  }

  @Override
  public boolean isIdle() {
    return false;
  }

  @Override
  public Future<List<Read>> read(Sender sender) {
    Settling settling = Settling.of(List.of(stream));
    List<Request> pipeline = new ArrayList<>(settling.commands());
    String from = position;
    if (config.trimRead() && !from.equals(trimmedTo)) {
      pipeline.add(Request.cmd(Command.XTRIM).arg(config.stream()).arg("MINID").arg("~").arg(from));
    }
    long block = config.block().toMillis();
    pipeline.add(
        Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(config.batchSize())
            .arg("BLOCK")
            .arg(block)
            .arg("STREAMS")
            .arg(config.stream())
            .arg(from));
    return sender
        .send(pipeline, block)
        .compose(
            answers -> {
              settling.answered();
              trimmedTo = from;
              List<Entry> entries =
                  Replies.streams(answers.get(answers.size() - 1))
                      .getOrDefault(config.stream(), List.of());
              boolean behind = entries.size() == config.batchSize();
              return behind && !from.equals(config.position())
                  ? isGone(sender, from).map(gone -> reads(entries, gone))
                  : Future.succeededFuture(reads(entries, false));
            });
  }

  private Future<Boolean> isGone(Sender sender, String id) {
    return sender
        .send(List.of(Request.cmd(Command.XRANGE).arg(config.stream()).arg(id).arg(id)), 0)
        .map(answers -> answers.get(0).size() == 0);
  }

  private List<Read> reads(List<Entry> entries, boolean gap) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Origin> origins = new ArrayList<>(entries.size());
    entries.forEach(entry -> origins.add(new Origin(entry, stream, false)));
    return List.of(new Read(origins, gap));
  }

  @Override
  public void done(Read read, Map<Integer, Throwable> rejected) {
    position = read.origins().get(read.origins().size() - 1).entry().id();
    rejected.forEach(
        (index, cause) -> stream.settled().add(DeadLetter.of(read.origins().get(index), cause)));
  }

  @Override
  public Future<Void> close(Sender sender) {
    return Future.succeededFuture();
  }
}
