package dev.parley.benchmark.connector;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The methods of an application that consumes, one per way to do it; a run has one of them. */
@ApplicationScoped
class Consumers {

  @Inject Arrivals arrivals;

  @Incoming("in-batch")
  Uni<Void> takeBatch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    arrivals.arrived(payloads);
    return Uni.createFrom().voidItem();
  }

  /** On the event loop; without the annotation Quarkus runs a void method on a worker thread. */
  @Incoming("in-single")
  @NonBlocking
  void takeSingle(byte[] payload) {
    arrivals.arrived(payload);
  }

  /** On a worker thread, one after the other. */
  @Incoming("in-blocking")
  @Blocking
  void takeBlocking(byte[] payload) {
    arrivals.arrived(payload);
  }
}
