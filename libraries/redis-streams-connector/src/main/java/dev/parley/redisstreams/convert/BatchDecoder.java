package dev.parley.redisstreams.convert;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import java.util.List;

/**
 * Makes the payloads of a batch what the channel's {@code payload-type} says. A converter cannot:
 * Quarkus forgets what the elements of a method's {@code List} are. Thread-safe.
 */
public final class BatchDecoder {

  /** Leaves the payloads as they are. */
  public static final BatchDecoder BYTES = new BatchDecoder(byte[].class, bytes -> bytes);

  private final Class<?> type;
  private final Decoder decoder;

  BatchDecoder(Class<?> type, Decoder decoder) {
    this.type = type;
    this.decoder = decoder;
  }

  /**
   * Payloads, and what belongs to them.
   *
   * @param batch the metadata of these payloads, in their order
   */
  public record Decoded(List<?> payloads, IncomingRedisStreamBatch batch) {}

  /** Decodes; what cannot be decoded is rejected in the batch and left out of what is returned. */
  public Decoded decode(List<byte[]> encoded, IncomingRedisStreamBatch batch) {
    if (type == byte[].class) {
      return new Decoded(new Payloads(encoded), batch);
    }
    DecodedBatch decoded = DecodedBatch.of(encoded, batch, type, decoder);
    return new Decoded(decoded.payloads(), decoded.batch());
  }
}
