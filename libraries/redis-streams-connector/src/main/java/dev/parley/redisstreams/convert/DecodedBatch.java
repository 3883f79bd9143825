package dev.parley.redisstreams.convert;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.UndecodableException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * What of a batch could be decoded. The rest is rejected, so that it holds up nothing.
 *
 * @param batch the metadata of these payloads, in their order
 * @param isRejected whether nothing is left of a batch that held something
 */
record DecodedBatch(List<Object> payloads, IncomingRedisStreamBatch batch, boolean isRejected) {

  static DecodedBatch of(
      List<?> encoded, IncomingRedisStreamBatch batch, Type element, Decoder decoder) {
    List<Object> payloads = new ArrayList<>(encoded.size());
    IntStream.Builder kept = IntStream.builder();
    for (int i = 0; i < encoded.size(); i++) {
      try {
        payloads.add(decoder.decode((byte[]) encoded.get(i)));
        kept.add(i);
      } catch (Exception undecodable) {
        IncomingRedisStreamMetadata entry = batch.entries().get(i);
        batch.reject(i, new UndecodableException(entry.stream(), entry.id(), element, undecodable));
      }
    }
    return payloads.size() == encoded.size()
        ? new DecodedBatch(payloads, batch, false)
        : new DecodedBatch(payloads, batch.only(kept.build().toArray()), payloads.isEmpty());
  }

  /** The message with the payloads decoded; it is acknowledged as before. */
  Message<?> message(Message<?> encoded) {
    return encoded.withPayload(payloads).addMetadata(batch);
  }
}
