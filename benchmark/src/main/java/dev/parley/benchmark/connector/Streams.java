package dev.parley.benchmark.connector;

import dev.parley.redisstreams.config.StreamNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The streams of a run, filled and looked at behind the connector's back. Blocks. */
final class Streams {

  static final String GROUP = "bench";
  static final int BATCH = 200;

  private static final String PAGE = "1000";

  private final Probe probe;
  private final List<String> names;

  Streams(Probe probe, String stream, int partitions) {
    this.probe = probe;
    StreamNames all = new StreamNames(stream, partitions);
    this.names = IntStream.range(0, all.count()).mapToObj(all::partition).toList();
  }

  List<String> names() {
    return names;
  }

  /** Adds so many entries. A key stays in its partition; which one is no matter to a consumer. */
  void fill(Entries entries, int count) {
    for (int rest = count; rest > 0; rest -= BATCH) {
      probe.batch(additions(entries, Math.min(rest, BATCH)));
    }
  }

  /** The commands that add the next entries. */
  List<Request> additions(Entries entries, int count) {
    List<Request> commands = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] payload = entries.next(0);
      commands.add(
          Request.cmd(Command.XADD)
              .arg(names.get(entries.key() % names.size()))
              .arg("*")
              .arg("key")
              .arg(Buffer.buffer(entries.nameBytes()))
              .arg("data")
              .arg(Buffer.buffer(payload)));
    }
    return commands;
  }

  /** Reads all that is there from the beginning. */
  void readAll(KeyOrder order) {
    for (String name : names) {
      String from = "-";
      for (Response page = page(name, from); page.size() > 0; page = page(name, from)) {
        page.forEach(entry -> order.saw(payload(entry)));
        from = "(" + page.get(page.size() - 1).get(0);
      }
    }
  }

  /** Entries that the group was given and has not acknowledged. */
  long pending() {
    return names.stream()
        .mapToLong(name -> probe.ask(Command.XPENDING, name, GROUP).get(0).toLong())
        .sum();
  }

  /** Of {@code [id, [field, value, ...]]}. */
  static byte[] payload(Response entry) {
    Response fields = entry.get(1);
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals("data")) {
        return fields.get(i + 1).toBytes();
      }
    }
    throw new IllegalStateException("an entry without data");
  }

  private Response page(String name, String from) {
    return probe.ask(Command.XRANGE, name, from, "+", "COUNT", PAGE);
  }
}
