package dev.parley.redisstreams.outgoing;

import dev.parley.redisstreams.NoSuchStreamException;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.connection.CommandPipeline;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * An outgoing channel: each message becomes one entry ({@code XADD}) with the fields {@code key}
 * (when it has one) and {@code data}. A message is acknowledged when Redis has answered and not
 * before.
 *
 * <p>At most {@code max-pending} messages are on their way; beyond that the channel asks its
 * upstream for nothing.
 */
public final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

  private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);
  private static final OutgoingRedisStreamMetadata NOTHING_SPECIAL =
      new OutgoingRedisStreamMetadata(null, -1, null);

  private final OutgoingConfig config;
  private final CommandPipeline pipeline;
  private final Trimmer trimmer;
  private final String[] streams;
  private Flow.Subscription subscription;

  public OutgoingChannel(OutgoingConfig config, CommandPipeline pipeline) {
    this.config = config;
    this.pipeline = pipeline;
    this.trimmer = new Trimmer(config, pipeline);
    this.streams = new String[Math.max(1, config.partitions())];
    for (int partition = 0; partition < streams.length; partition++) {
      streams[partition] =
          config.partitions() == 0 ? config.stream() : config.stream() + ":{" + partition + "}";
    }
  }

  public String channel() {
    return config.channel();
  }

  /** Whether what is sent now would reach Redis. */
  public boolean isConnected() {
    return pipeline.isConnected();
  }

  @Override
  public void onSubscribe(Flow.Subscription upstream) {
    subscription = upstream;
    upstream.request(config.maxPending());
  }

  @Override
  public void onNext(Message<?> message) {
    OutgoingRedisStreamMetadata metadata =
        message.getMetadata(OutgoingRedisStreamMetadata.class).orElse(NOTHING_SPECIAL);
    String stream;
    Request command;
    try {
      stream = stream(metadata);
      command = xadd(stream, metadata.key(), message.getPayload());
    } catch (RuntimeException refused) {
      settle(message.nack(refused));
      return;
    }
    pipeline.send(command).onComplete(answer -> answered(message, stream, answer));
  }

  @Override
  public void onError(Throwable cause) {
    LOG.errorf(cause, "channel '%s' ended", config.channel());
  }

  @Override
  public void onComplete() {
    LOG.debugf("channel '%s' completed", config.channel());
  }

  private void answered(Message<?> message, String stream, AsyncResult<Response> answer) {
    if (answer.failed()) {
      settle(message.nack(answer.cause()));
    } else if (answer.result() == null) {
      settle(message.nack(new NoSuchStreamException(stream)));
    } else {
      trimmer.added(stream);
      settle(message.ack());
    }
  }

  private void settle(CompletionStage<Void> outcome) {
    outcome.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.warnf(failure, "channel '%s': the sender failed on the outcome", config.channel());
          }
          subscription.request(1);
        });
  }

  private String stream(OutgoingRedisStreamMetadata metadata) {
    if (metadata.stream() != null) {
      return metadata.stream();
    }
    if (config.partitions() == 0) {
      return streams[0];
    }
    if (metadata.partition() >= 0) {
      return streams[metadata.partition()];
    }
    return streams[
        metadata.key() == null ? 0 : KeyHash.partition(metadata.key(), config.partitions())];
  }

  private Request xadd(String stream, String key, Object payload) {
    Request command = Request.cmd(Command.XADD).arg(stream);
    if (!config.createStream()) {
      command.arg("NOMKSTREAM");
    }
    if (config.trimAlways() && config.maxLength() > 0) {
      command.arg("MAXLEN").arg("~").arg(config.maxLength());
    }
    command.arg("*");
    if (key != null) {
      command.arg("key").arg(key);
    }
    return command.arg("data").arg(bytes(payload));
  }

  private static Buffer bytes(Object payload) {
    if (payload instanceof byte[] bytes) {
      return Buffer.buffer(bytes);
    }
    if (payload instanceof Buffer buffer) {
      return buffer;
    }
    if (payload instanceof String text) {
      return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
    return Json.encodeToBuffer(payload);
  }
}
