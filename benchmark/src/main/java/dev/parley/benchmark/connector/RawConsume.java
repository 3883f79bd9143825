package dev.parley.benchmark.connector;

import io.vertx.core.AsyncResult;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What one connection of the Vert.x client can do without a connector: the acknowledgements of what
 * was read and the next XREADGROUP of all streams, COUNT {@value Streams#BATCH}, in one pipeline.
 * Ends when all has come and is acknowledged; a failure shows as nothing happening any more.
 */
final class RawConsume {

  private final Probe probe;
  private final Streams streams;
  private final Arrivals arrivals;
  private final long total;
  private List<Request> acknowledgements = List.of();

  RawConsume(Probe probe, Streams streams, Arrivals arrivals, long total) {
    this.probe = probe;
    this.streams = streams;
    this.arrivals = arrivals;
    this.total = total;
  }

  void begin() {
    for (String name : streams.names()) {
      probe.ask(Command.XGROUP, "CREATE", name, Streams.GROUP, "0");
    }
    probe.vertx().runOnContext(ignored -> next());
  }

  private void next() {
    List<Request> pipeline = new ArrayList<>(acknowledgements);
    pipeline.add(read());
    probe.connection().batch(pipeline).onComplete(this::answered);
  }

  private Request read() {
    Request read =
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg(Streams.GROUP)
            .arg("raw")
            .arg("COUNT")
            .arg(Streams.BATCH)
            .arg("STREAMS");
    streams.names().forEach(read::arg);
    streams.names().forEach(name -> read.arg(">"));
    return read;
  }

  private void answered(AsyncResult<List<Response>> answers) {
    if (answers.failed()) {
      Console.say("XREADGROUP failed: " + answers.cause().getMessage());
      return;
    }
    Response reply = answers.result().get(answers.result().size() - 1);
    boolean acknowledged = acknowledgements.isEmpty();
    acknowledgements = new ArrayList<>();
    if (reply != null) {
      reply.forEach(this::take);
    }
    if (arrivals.count() < total || !acknowledged) {
      next();
    }
  }

  /** Of {@code [stream, [entry, ...]]}. */
  private void take(Response stream) {
    Request acknowledgement =
        Request.cmd(Command.XACK).arg(stream.get(0).toString()).arg(Streams.GROUP);
    List<byte[]> payloads = new ArrayList<>(stream.get(1).size());
    for (Response entry : stream.get(1)) {
      acknowledgement.arg(entry.get(0).toString());
      payloads.add(Streams.payload(entry));
    }
    acknowledgements.add(acknowledgement);
    arrivals.arrived(payloads);
  }
}
