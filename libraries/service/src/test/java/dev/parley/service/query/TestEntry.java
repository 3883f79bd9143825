package dev.parley.service.query;

import dev.parley.redisstreams.OnNack;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** An entry that notes what becomes of it. */
final class TestEntry implements Message<byte[]> {

  private final byte[] payload;

  int acks;
  Throwable cause;
  OnNack how;

  TestEntry(byte[] payload) {
    this.payload = payload;
  }

  @Override
  public byte[] getPayload() {
    return payload;
  }

  @Override
  public CompletionStage<Void> ack() {
    acks++;
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> nack(Throwable reason) {
    return nack(reason, Metadata.empty());
  }

  @Override
  public CompletionStage<Void> nack(Throwable reason, Metadata metadata) {
    cause = reason;
    how = metadata.get(OnNack.class).orElse(null);
    return CompletableFuture.completedStage(null);
  }
}
