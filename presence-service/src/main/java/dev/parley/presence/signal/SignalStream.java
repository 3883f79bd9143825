package dev.parley.presence.signal;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The consumer of the signal streams' partitions that this replica owns. */
@ApplicationScoped
public class SignalStream {

  private final SignalProcessor processor;

  SignalStream(SignalProcessor processor) {
    this.processor = processor;
  }

  /**
   * Takes a batch. The next one comes when this one is done; after a failure, the same one comes
   * again.
   */
  @Incoming("signals")
  public Uni<Void> handle(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    return processor.process(payloads, batch);
  }
}
