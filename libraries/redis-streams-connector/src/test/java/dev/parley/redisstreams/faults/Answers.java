package dev.parley.redisstreams.faults;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.LeaseLostException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.outgoing.OutgoingChannel;
import dev.parley.redisstreams.outgoing.OutgoingConfig;
import dev.parley.redisstreams.outgoing.Wakeups;
import dev.parley.redisstreams.tracing.Tracing;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SubmissionPublisher;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Publishes an answer to each entry, under the lease of the entry. Answers that were refused for
 * that are noted in a stream of their own, {@code <stream>:refused}.
 */
final class Answers {

  private final String stream;
  private final CommandPipeline pipeline;
  private final SubmissionPublisher<Message<?>> messages =
      new SubmissionPublisher<>(Runnable::run, 1 << 10);

  Answers(Vertx vertx, CommandPipeline pipeline, String stream) {
    this.stream = stream;
    this.pipeline = pipeline;
    messages.subscribe(
        new OutgoingChannel(
            OutgoingConfig.of(TestChannels.attributes("stream", stream)),
            vertx,
            pipeline,
            Tracing.NONE,
            Wakeups.NONE));
  }

  void answer(IncomingRedisStreamMetadata entry, String payload) {
    messages.submit(
        Message.of(
            payload,
            Metadata.of(OutgoingRedisStreamMetadata.ofKey(entry.key()).under(entry.lease())),
            () -> CompletableFuture.completedFuture(null),
            this::refused));
  }

  private CompletionStage<Void> refused(Throwable cause) {
    if (cause instanceof LeaseLostException) {
      pipeline.send(Request.cmd(Command.XADD).arg(stream + ":refused").arg("*").arg("n").arg("1"));
    }
    return CompletableFuture.completedFuture(null);
  }
}
