package dev.parley.messages.uplink;

import dev.parley.messages.storage.Schema;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The consumer of the command streams' partitions that this replica owns. */
@ApplicationScoped
public class CommandStream {

  private final Schema schema;
  private final BatchProcessor processor;

  CommandStream(Schema schema, BatchProcessor processor) {
    this.schema = schema;
    this.processor = processor;
  }

  /**
   * Takes a batch. The next one comes when this one is done; after a failure, the same one comes
   * again.
   */
  @Incoming("commands")
  public Uni<Void> handle(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    return schema.ready().chain(() -> processor.process(payloads, batch));
  }
}
