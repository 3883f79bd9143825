package dev.parley.redisstreams.incoming;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;

/**
 * An entry that the application refused, kept in the stream {@code <stream>:dead-letter} with its
 * key and data, and the fields {@code cause}, {@code stream}, {@code id} and {@code time}. It is
 * added in the pipeline that acknowledges the entry, before the acknowledgement.
 */
final class DeadLetter {

  /** Dead letters kept per stream; the oldest go first. */
  private static final int MAX_LENGTH = 10_000;

  private DeadLetter() {}

  static Request of(Source.Origin origin, Throwable cause) {
    String stream = origin.partition().stream();
    Request add =
        Request.cmd(Command.XADD)
            .arg(stream + ":dead-letter")
            .arg("MAXLEN")
            .arg("~")
            .arg(MAX_LENGTH)
            .arg("*");
    if (origin.entry().key() != null) {
      add.arg("key").arg(origin.entry().key());
    }
    return add.arg("data")
        .arg(Buffer.buffer(origin.entry().payload()))
        .arg("cause")
        .arg(cause.toString())
        .arg("stream")
        .arg(stream)
        .arg("id")
        .arg(origin.entry().id())
        .arg("time")
        .arg(Instant.now().toString());
  }
}
